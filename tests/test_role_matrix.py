"""Every address × every role: what each may open, nobody forgotten."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from acasa.foundation.feed.queries import finished
from acasa.foundation.staff.changed import state_of
from acasa.foundation.texts.models import Fact
from acasa.foundation.web.audience import EVERYBODY, addresses
from acasa.information.directory.models import Organisation, Phone, Place, Report, Service
from acasa.information.guide.models import GuidePage, Word
from acasa.information.pathway.models import Letter, Persona, Step
from tests.tools.signed_in import ROLES, STAFF, client_of, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

PUBLIC = [
    "/", "/health/", "/health/ready/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/ro/", "/en/", "/ar/emergency/",
    "/ro/guide/", "/ro/guide/health/", "/en/guide/health/family-doctor/", "/en/guide/health/family-doctor/?with=ro",
    "/en/guide/health/family-doctor/history/", "/en/guide/health/family-doctor/thanks/yes/",
    "/ro/guide/health/family-doctor.pdf", "/ur/places/", "/ro/places/igi-cluj/", "/ro/places/igi-cluj-permits/",
    "/ro/actors/", "/ro/report/?about=organisation:igi-cluj", "/ro/report/thanks/", "/ro/about/", "/ro/privacy/",
    "/ro/accessibility/", "/ro/ask/?q=permis", "/ro/words/", "/ro/words/?q=permisului", "/en/words/permis-de-sedere/",
    "/ro/guide.pdf", "/en/guide/learn.pdf?with=ro", "/en/path/", "/en/path/for-others/", "/en/letters/",
    "/ar/letters/family-doctor-registration/", "/api/hsds/", "/api/hsds/services", "/api/hsds/organizations",
    "/api/hsds/taxonomies", "/api/hsds/taxonomy_terms", "/api/hsds/service_at_locations",
    "/api/hsds/openapi.json", "/api/cpsv-ap.jsonld", "/accounts/login/",
]  # fmt: skip
MISSING = [
    "/xx/",
    "/ro/guide/health/nothing/",
    "/ro/places/nothing/",
    "/q/00000000-ro",
    "/ro/nothing/",
    "/ro/words/nothing/",
    "/ro/letters/nothing/",
    "/ro/guide/nothing.pdf",
]

# What each role gets in the authoring room: 200, or “no” (sent to sign in, home, or 403).
AUTHORING = {
    "/cms/": {"directory-editor", "editor", "administrator"},
    "/cms/today/": {"directory-editor", "editor", "administrator"},
    "/cms/facts/": {"editor", "administrator"},
    "/cms/facts/add/": {"editor", "administrator"},
    "/cms/facts/{fact}/": {"editor", "administrator"},
    "/cms/table/": {"editor", "administrator"},
    "/cms/pages/{page}/edit/": {"editor", "administrator"},
    "/cms/guide/{page}/publish/": {"editor", "administrator"},
    "/cms/guide/{page}/withdraw/": {"editor", "administrator"},
    "/cms/snippets/directory/organisation/": {"directory-editor", "editor", "administrator"},
    "/cms/snippets/directory/organisation/add/": {"editor", "administrator"},
    "/cms/snippets/directory/organisation/edit/oss/": {"directory-editor", "editor", "administrator"},
    "/cms/snippets/directory/organisation/edit/igi-cluj/": {"editor", "administrator"},
    "/cms/snippets/directory/organisation/delete/oss/": {"editor", "administrator"},
    "/cms/snippets/directory/service/": {"directory-editor", "editor", "administrator"},
    "/cms/snippets/directory/service/edit/{own_service}/": {"directory-editor", "editor", "administrator"},
    "/cms/snippets/directory/service/edit/{other_service}/": {"editor", "administrator"},
    "/cms/snippets/directory/place/edit/{other_place}/": {"editor", "administrator"},
    "/cms/snippets/directory/phone/edit/{other_phone}/": {"editor", "administrator"},
    "/cms/path/": {"editor", "administrator"},
    "/cms/snippets/pathway/step/": {"editor", "administrator"},
    "/cms/snippets/pathway/step/add/": {"editor", "administrator"},
    "/cms/snippets/pathway/step/edit/{step}/": {"editor", "administrator"},
    "/cms/snippets/pathway/step/delete/{step}/": {"editor", "administrator"},
    "/cms/snippets/pathway/question/": {"editor", "administrator"},
    "/cms/snippets/pathway/question/edit/purpose/": {"editor", "administrator"},
    "/cms/snippets/pathway/persona/": {"editor", "administrator"},
    "/cms/snippets/pathway/persona/edit/{persona}/": {"editor", "administrator"},
    "/cms/snippets/pathway/letter/": {"editor", "administrator"},
    "/cms/snippets/pathway/letter/edit/{letter}/": {"editor", "administrator"},
    "/cms/snippets/guide/word/": {"editor", "administrator"},
    "/cms/snippets/guide/word/edit/{word}/": {"editor", "administrator"},
    "/cms/colleagues/": {"administrator"},
    "/cms/colleagues/invite/": {"administrator"},
    "/cms/reports/site-history/": {"editor", "administrator"},
}


def quoted(slug: str) -> str:
    from django.contrib.admin.utils import quote

    return quote(slug)


@pytest.fixture
def names(cluj) -> dict[str, str]:
    return {
        "page": str(GuidePage.objects.get(slug="family-doctor").pk),
        "own_service": quoted(Service.objects.filter(organisation="oss").first().slug),
        "other_service": quoted("igi-cluj-permits"),
        "other_place": quoted(Place.objects.filter(organisation="igi-cluj").first().slug),
        "other_phone": str(Phone.objects.filter(organisation="igi-cluj").first().pk),
        "fact": Fact.objects.first().slug,
        "step": quoted(Step.objects.first().slug),
        "persona": quoted(Persona.objects.first().slug),
        "letter": quoted(Letter.objects.first().slug),
        "word": quoted(Word.objects.first().slug),
    }


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
    for pattern, allowed in AUTHORING.items():
        path = pattern.format(**names)
        status = client.get(path).status_code
        expected = {200} if role in allowed else {302, 403}
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
    client_of("directory-editor").post(f"/cms/snippets/directory/service/edit/{quoted(service.slug)}/", data)
    service.refresh_from_db()
    assert service.organisation_id == "oss"
    assert Organisation.objects.filter(slug="igi-cluj").exists()


def test_no_public_address_is_missing_from_the_matrix(names):
    from django.urls import resolve

    covered = set()
    sent = [f"/ro/path/{name}" for name in ("path.ics", "path.pdf", "desk/", "count/")]
    for path in [*PUBLIC, *sent, "/ro/guide/health/family-doctor/feedback/", "/q/00000000-ro"]:
        covered.add(resolve(path.split("?")[0]).route)
    public = [one.route for one in addresses() if one.audience is EVERYBODY]
    assert len(public) > 40
    assert [route for route in public if "api/hsds" not in route and route not in covered] == []


def test_recovery_codes_alone_are_no_second_factor():
    user = person("editor", second_factor=False)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client = Client()
    sign_in(client, user)
    assert client.get("/cms/")["Location"] == "/accounts/2fa/totp/activate/"
