"""Every address × every role: what each may open, nobody forgotten."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import resolve

from acasa.foundation.feed.queries import finished
from acasa.foundation.staff.changed import state_of
from acasa.foundation.texts.models import Fact
from acasa.foundation.web.audience import EVERYBODY, addresses
from acasa.information.directory.models import Organisation, Report, Service
from tests.tools.rows import EDITORS, of_all, rows
from tests.tools.signed_in import ROLES, STAFF, client_of, person, sign_in

from .test_forms import entry_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

# What the site itself has; the rooms say theirs in their rows.
PUBLIC = [
    "/", "/health/", "/health/ready/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/ro/", "/en/",
    "/accounts/login/",
    *(path for said in rows().values() for path in said.public),
]  # fmt: skip
MISSING = ["/xx/", "/ro/nothing/", *(path for said in rows().values() for path in said.missing)]

# What each role gets in the authoring room: 200, or “no” (sent to sign in, home, or 403).
AUTHORING: dict[str, frozenset[str]] = of_all("authoring")
# Where forms are only sent: 405 to who may and only looks, or “no”.
AUTHORING_SENT: dict[str, frozenset[str]] = of_all("authoring_sent")


def of_forms() -> dict[str, frozenset[str]]:
    """The lists and forms of entries, with something that is there."""
    found = {}
    for label, form in of_all("forms").items():
        start, key = f"/cms/snippets/{label.replace('.', '/')}", quote(entry_of(label).pk)
        found |= {f"{start}/": form.edit, f"{start}/results/": form.edit, f"{start}/add/": form.add}
        found |= {
            f"{start}/{name}/{key}/": form.edit for name in ("edit", "usage", "history", "history-results")
        }
        found[f"{start}/delete/{key}/"] = form.add
        choose = f"/cms/snippets/choose/{label.replace('.', '/')}"
        found |= {f"{choose}/": EDITORS, f"{choose}/results/": EDITORS}
    return found


@pytest.fixture
def names(cluj) -> dict[str, str]:
    return {name: value for said in rows().values() for name, value in said.names().items()}


@pytest.mark.parametrize("role", ROLES)
def test_public_pages_are_open_to_everyone_and_set_no_cookie(role):
    client = client_of(role)
    for path in PUBLIC:
        answer = client.get(path)
        signed_in = path == "/accounts/login/" and role != "anonymous"  # sent on to where they were going
        assert answer.status_code == (302 if signed_in else 200), (path, answer.status_code)
        if role == "anonymous" and not path.startswith("/accounts/"):
            assert not answer.cookies, path
    for path in MISSING:
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("role", ROLES)
def test_the_authoring_room_opens_to_those_who_may(role, names):
    client = client_of(role)
    for shown, some in ((200, AUTHORING | of_forms()), (405, AUTHORING_SENT)):
        for pattern, allowed in some.items():
            path = pattern.format(**names)
            status = client.get(path).status_code
            expected = {shown} if role in allowed else {302, 403}
            assert status in expected, (role, path, status)


@pytest.mark.parametrize("role", STAFF)
def test_without_a_second_factor_staff_only_reach_its_setup(role, names):
    client = client_of(role, second_factor=False)
    for pattern in AUTHORING:
        answer = client.get(pattern.format(**names))
        assert answer.status_code == 302
        assert answer["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.parametrize("role", ROLES)
def test_a_report_is_settled_only_by_those_it_concerns(role):
    mine = Report.objects.create(about="organisation:oss", language="en", message="Closed when I came.")
    other = Report.objects.create(about="organisation:igi-cluj", language="en", message="Moved.")
    client = client_of(role)
    for report, allowed in (
        (mine, {"directory-editor", "editor", "administrator"}),
        (other, {"editor", "administrator"}),
    ):
        client.post("/cms/today/act/", {"do": f"decide:done|report:report-{report.pk}"})
        done = f"report-{report.pk}" in finished("report")
        assert done == (role in allowed), (role, report.about)


@pytest.mark.parametrize("role", ROLES)
def test_only_editors_ask_how_easy_a_text_is_and_delete_facts(role):
    fact = Fact.objects.create(
        slug="of-no-use", kind="number", amount=1, label="x", source_title="x", as_of="2026", confidence="low",
        owner_id="redactie", review_by="2027-01-01",
    )  # fmt: skip
    allowed, client = role in ("editor", "administrator"), client_of(role)
    answer = client.post("/cms/ease/", {"texts": ["Mergeți la IGI."]}, content_type="application/json")
    assert (answer.status_code == 200) == allowed
    client.post("/cms/facts/of-no-use/delete/")
    assert Fact.objects.filter(pk=fact.pk).exists() != allowed


@pytest.mark.parametrize("role", ROLES)
def test_only_editors_change_a_fact(role, names):
    fact = Fact.objects.filter(kind="money").first()
    before = fact.amount
    data = {
        "label": fact.label, "kind": fact.kind, "amount": "777", "unit": fact.unit, "source_title": fact.source_title,
        "as_of": fact.as_of, "confidence": fact.confidence, "owner": fact.owner_id, "review_by": fact.review_by,
    }  # fmt: skip
    data |= {"seen": state_of(fact), "confirmed": "yes"}
    client_of(role).post(f"/cms/facts/{fact.slug}/", data)
    fact.refresh_from_db()
    assert (fact.amount == 777) == (role in ("editor", "administrator")), (role, before, fact.amount)


def test_a_directory_editor_cannot_move_a_service_to_another_organisation():
    service = Service.objects.filter(organisation="oss").first()
    data = {
        "organisation": "igi-cluj", "name": "Stolen", "topics": ["stay"], "cost": "free", "capacity": "open",
        "status": "active",
    }  # fmt: skip
    client_of("directory-editor").post(f"/cms/snippets/directory/service/edit/{quote(service.slug)}/", data)
    service.refresh_from_db()
    assert service.organisation_id == "oss"
    assert Organisation.objects.filter(slug="igi-cluj").exists()


def test_no_public_address_is_missing_from_the_matrix():
    sent = [path for said in rows().values() for path in said.sent]
    covered = {resolve(path.split("?")[0]).route for path in [*PUBLIC, *sent]}
    public = [one.route for one in addresses() if one.audience is EVERYBODY]
    assert len(public) > 40
    missing = [route for route in public if "api/hsds" not in route and route not in covered]
    assert not missing, (
        "the rows of the room (ROWS in its tests/__init__.py) need an address for each, under “public”, or under “sent” "
        f"where no page comes back: {missing}"
    )


def test_no_address_of_ours_in_the_authoring_room_is_missing_from_the_matrix(names):
    paths = [path.format(**names) for path in [*AUTHORING, *AUTHORING_SENT]] + [*of_forms()]
    covered = {resolve(path).route for path in paths} | {"cms/login/", "cms/logout/", "cms/password_reset/"}
    ours = {one.route for one in addresses() if one.route.startswith("cms/") and is_ours(one.view)}
    assert len(ours) > 60
    assert ours - covered == set(), "the room's rows need a line for each (tests/__init__.py of the room)"


def is_ours(view) -> bool:
    return getattr(view, "view_class", view).__module__.startswith("acasa.")


def test_recovery_codes_alone_are_no_second_factor():
    user = person("editor", second_factor=False)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client = Client()
    sign_in(client, user)
    assert client.get("/cms/")["Location"] == "/accounts/2fa/totp/activate/"
