"""What the tests that cross rooms know of the directory."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote

from tests.tools.rows import EDITORS, Form, Rows

_ALL = EDITORS | {"directory-editor"}
"""Directory editors of one organisation, too: the demonstration's is “oss”."""


def _organisation(of: str) -> Any:
    from acasa.information.directory.models import Organisation

    return Organisation.objects.get(slug=of)


def _place(of: str) -> Any:
    from acasa.foundation.city.models import Area
    from acasa.information.directory.models import Place

    found = Place.objects.filter(organisation=of).first()
    return found or Place.objects.create(
        slug=f"{of}-office", organisation_id=of, area=Area.objects.all()[0], address="Strada Nouă 1"
    )


def _service(of: str) -> Any:
    from acasa.information.directory.models import Service

    return Service.objects.filter(organisation=of).first()


def _phone(of: str) -> Any:
    from acasa.information.directory.models import Phone

    found = Phone.objects.filter(organisation=of).first()
    return found or Phone.objects.create(organisation_id=of, number="0264 100 100")


def _exception(of: str) -> Any:
    from acasa.information.directory.models import HoursException

    row, _new = HoursException.objects.get_or_create(
        place=_place(of), first="2027-02-01", last="2027-02-02", hours="off", reason="Inventar"
    )
    return row


def _names() -> dict[str, str]:
    return {
        "own_service": quote(_service("oss").slug),
        "other_service": quote("igi-cluj-permits"),
        "other_place": quote(_place("igi-cluj").slug),
        "other_phone": str(_phone("igi-cluj").pk),
    }


_START = "/cms/snippets/directory"
ROWS = Rows(
    public=(
        "/ur/places/", "/ro/places/igi-cluj/", "/ro/places/igi-cluj-permits/", "/ro/actors/",
        "/ro/report/?about=organisation:igi-cluj", "/ro/report/thanks/", "/api/hsds/", "/api/hsds/services",
        "/api/hsds/organizations", "/api/hsds/taxonomies", "/api/hsds/taxonomy_terms",
        "/api/hsds/service_at_locations", "/api/hsds/openapi.json", "/api/cpsv-ap.jsonld",
    ),
    missing=("/ro/places/nothing/",),
    authoring={
        f"{_START}/organisation/edit/oss/": _ALL,
        f"{_START}/organisation/edit/igi-cluj/": EDITORS,
        f"{_START}/organisation/delete/oss/": EDITORS,
        f"{_START}/service/edit/{{own_service}}/": _ALL,
        f"{_START}/service/edit/{{other_service}}/": EDITORS,
        f"{_START}/place/edit/{{other_place}}/": EDITORS,
        f"{_START}/phone/edit/{{other_phone}}/": EDITORS,
    },
    names=_names,
    verbs={
        "edit-directory": {"administrator": "", "editor": "", "directory-editor": "oss"},
        "add-organisations": {"administrator": "", "editor": ""},
    },
    forms={
        "directory.organisation": Form({"slug": "one-more"}, "short_name", edit=_ALL, find=_organisation),
        "directory.place": Form({"slug": "one-more"}, edit=_ALL, add=_ALL, find=_place),
        "directory.service": Form({"slug": "one-more"}, edit=_ALL, add=_ALL, find=_service),
        "directory.phone": Form({"number": "0264 999 999"}, "note", edit=_ALL, add=_ALL, find=_phone),
        "directory.hoursexception": Form({}, "reason", edit=_ALL, add=_ALL, find=_exception),
    },
)  # fmt: skip
