"""The HSDS interface: what it promises to programs, and what it never tells anyone."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from schemathesis import GenerationMode

from acasa.foundation.guard.actor import SYSTEM, acting
from acasa.foundation.texts.models import Fact, Sentence, Translation
from acasa.foundation.texts.queries import read
from acasa.foundation.texts.rules import sentence_hash
from acasa.foundation.web.versions import raise_content_version
from acasa.information.directory.actions import keep_organisation
from acasa.information.directory.cards import cards
from acasa.information.directory.hsds import ids, schemas
from acasa.information.directory.models import Organisation, Place, Service, Topic
from acasa.information.directory.schema_org import schema_org_script

pytestmark = pytest.mark.django_db

API = "/api/hsds"
LANGUAGES = ("ro", "en", "ar")


def get(path: str, language: str = "ro", **headers: str) -> Any:
    return Client().get(path, headers={"Accept-Language": language, **headers})


def body(path: str, language: str = "ro") -> Any:
    response = get(f"{API}{path}", language)
    assert response.status_code == 200, response.content
    return response.json()


def text(path: str, language: str = "ro") -> str:
    response = get(path, language)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


@lru_cache(maxsize=1)
def _registry() -> Registry:
    named = ((f"{name}.json", Resource.from_contents(_draft(name))) for name in schemas.names())
    return Registry().with_resources(named)


def _draft(name: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schemas.official(name)}


def faults(name: str, thing: Any, *, required: bool = True) -> list[str]:
    """What the official schema finds wrong with a thing."""
    schema = _draft(name) if required else {**_draft(name), "required": ["id"]}
    validator = Draft202012Validator(schema, registry=_registry(), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(thing)]


def organisation(slug: str = "ascuns", **changes: Any) -> dict[str, Any]:
    """An organisation in the form of a pack's file, with one place and one service."""
    return {
        "name": "Adăpostul de probă",
        "description": "Un adăpost.",
        "level": 2,
        "category": "ngo",
        "visibility": "public",
        "confidence": "medium",
        "phones": [{"number": "0264 111 222", "languages": ["ar"], "note": ""}],
        "places": [
            {
                "id": f"{slug}-loc",
                "area": "cluj-napoca",
                "address": "Strada Probei 5",
                "accessibility": ["lift"],
                "hours": "Mo-Fr 09:00-17:00; PH off",
                "hours_confidence": "low",
                "exceptions": [],
            }
        ],
        "services": [
            {
                "id": f"{slug}-serviciu",
                "name": "Găzduire",
                "cost": "free",
                "capacity": "limited",
                "status": "temporarily-closed",
                "by_appointment": True,
                "languages": ["ro", "ar"],
                "interpreted": ["uk", "ur"],
                "documents": ["Pașaport"],
                "audience": ["families"],
                "topics": ["home"],
                "places": [f"{slug}-loc"],
                "area": ["cluj-napoca"],
                "eligibility": "Pentru familii.",
                "how": "Sunați întâi.",
            }
        ],
        **changes,
    }


def keep(slug: str, data: dict[str, Any]) -> Organisation:
    with acting(SYSTEM):
        return keep_organisation(slug, data)


# Conformance

LISTS = {
    "/services?per_page=100": "service",
    "/services?full=true&per_page=100": "service",
    "/organizations?per_page=100": "organization",
    "/organizations?full=true&per_page=100": "organization",
    "/organizations?full_service=true&per_page=100": "organization",
    "/service_at_locations?per_page=100": "service_at_location",
    "/service_at_locations?full=true&per_page=100": "service_at_location",
    "/taxonomies": "taxonomy",
    "/taxonomy_terms": "taxonomy_term",
}
KINDS = {path.split("?")[0]: name for path, name in LISTS.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", LISTS)
def test_every_list_answers_with_official_objects(cluj, path, language):
    keep("ascuns", organisation())
    page = body(path, language)
    assert page["contents"]
    for one in page["contents"]:
        assert faults(LISTS[path], one) == []
        assert all(faults("service", service) == [] for service in one.get("services", []))
        if "service" in one:
            assert faults("service", one["service"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_in_a_list_can_be_asked_for_alone(cluj, kind, language):
    for listed in body(f"{kind}?per_page=5", language)["contents"]:
        alone = body(f"{kind}/{listed['id']}", language)
        assert alone["id"] == listed["id"]
        assert faults(KINDS[kind], alone) == []


@pytest.mark.parametrize("kind", ["services", "service_at_locations"])
def test_minimal_gives_only_id_and_time_of_everything_on_one_page(cluj, kind):
    page = body(f"/{kind}?minimal=true")
    assert len(page["contents"]) == page["total_items"] > 100
    assert {frozenset(one) for one in page["contents"]} == {frozenset({"id", "last_modified"})}
    assert all(faults("service", one, required=False) == [] for one in page["contents"])


def test_the_root_says_version_profile_and_document(cluj):
    root = body("/")
    assert root["version"] == "3.1"
    for name in ("profile", "openapi_url"):
        assert get(root[name].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_everything_the_pack_can_say_is_said(cluj):
    keep("ascuns", organisation(checked_on="2026-05-01"))
    service = body(f"/services/{Service.objects.get(slug='ascuns-serviciu').hsds_id}", "en")
    assert service["status"] == "temporarily closed"
    assert service["assured_date"] == "2026-05-01"
    assert service["interpretation_services"] == "Ukrainian and Urdu"
    assert [language["name"] for language in service["languages"]] == ["Romanian", "Arabic"]
    assert service["cost_options"][0]["amount"] == 0
    assert service["required_documents"][0]["document"] == "Passport"
    assert service["organization"]["phones"][0]["number"] == "+40264111222"
    said = {(one["link_type"], one.get("value")) for one in service["attributes"]}
    assert {("capacity", "limited"), ("audience", "families"), ("by_appointment", "true")} <= said
    location = service["service_at_locations"][0]["location"]
    assert location["addresses"][0]["city"] == "Cluj-Napoca"
    assert ("hours_confidence", "low") in {
        (one["link_type"], one.get("value")) for one in location["attributes"]
    }
    rows = location["schedules"]
    assert {(row["byday"], row["notes"]) for row in rows} == {("MO,TU,WE,TH,FR", "Mo-Fr 09:00-17:00; PH off")}
    assert {(row["timezone"], row["opens_at"]) for row in rows} == {(2, "09:00+02:00"), (3, "09:00+03:00")}
    assert "capacities" not in service


def test_nobody_is_said_to_have_checked_what_nobody_checked(cluj):
    assert not Organisation.objects.exclude(checked_on=None).exists()
    assert all("assured_date" not in one for one in body("/services?per_page=100")["contents"])


# Languages


def test_texts_come_in_the_wished_language_sentence_by_sentence(cluj):
    keep("ascuns", organisation(description="Un adăpost. Deschis pentru oricine."))
    sentence = Sentence.objects.get(hash=sentence_hash("Un adăpost."))
    with acting(SYSTEM):
        Translation.objects.create(sentence=sentence, language="ar", text="مأوى.", state="draft")
    path = f"{API}/organizations/{Organisation.objects.get(slug='ascuns').hsds_id}"
    response = get(path, "ar-EG, en;q=0.5")
    assert response.json()["description"] == "مأوى. Deschis pentru oricine."
    assert response["Content-Language"].split(", ")[0] == "ar"
    assert "ro" in response["Content-Language"].split(", ")
    assert "Accept-Language" in response["Vary"]
    assert get(path, "de, *").json()["description"] == "Un adăpost. Deschis pentru oricine."


def test_facts_are_written_out(cluj):
    fact = Fact.objects.filter(kind="money").first()
    keep("ascuns", organisation(description=f"Costă {{{fact.slug}}}."))
    said = body(f"/organizations/{Organisation.objects.get(slug='ascuns').hsds_id}")["description"]
    assert said.startswith("Costă ")
    assert "{" not in said
    assert any(character.isdigit() for character in said)


# Lists: pages, filters, errors


@pytest.mark.parametrize("kind", ["services", "organizations", "service_at_locations", "taxonomy_terms"])
def test_pages_add_up_and_lines_hold_the_same(cluj, kind):
    first = body(f"/{kind}?per_page=7")
    seen = []
    for number in range(1, first["total_pages"] + 1):
        page = body(f"/{kind}?per_page=7&page={number}")
        assert page["size"] == len(page["contents"])
        assert page["first_page"] == (number == 1)
        assert page["last_page"] == (number == first["total_pages"])
        seen += page["contents"]
    assert len({one["id"] for one in seen}) == first["total_items"]
    lines = [json.loads(line) for line in text(f"{API}/{kind}?format=ndjson").splitlines()]
    assert lines == seen
    beyond = body(f"/{kind}?per_page=7&page={first['total_pages'] + 1}")
    assert beyond["empty"]
    assert beyond["contents"] == []


def _found(query: str, language: str = "ro") -> set[str]:
    page = body(f"/services?per_page=100&{query}", language)
    assert page["total_items"] <= 100
    return {one["id"] for one in page["contents"]}


def test_filters_all_hold_at_once(cluj):
    term = ids.term("cluj", "health")
    provider = Service.objects.filter(topics="health").first().organisation.hsds_id
    by_topic, by_provider = _found(f"taxonomy_term_id={term}"), _found(f"organization_id={provider}")
    assert by_topic == {str(s.hsds_id) for s in Service.objects.filter(topics="health")}
    assert _found(f"taxonomy_term_id={term}&organization_id={provider}") == by_topic & by_provider != set()
    assert _found(f"organization_id={provider}&modified_after=2999-01-01") == set()
    assert _found(f"organization_id={provider}&taxonomy_id={provider}") == set()
    assert _found(f"organization_id={provider}&taxonomy_id={ids.taxonomy('cluj')}") == by_provider


def test_search_ignores_accents_and_finds_what_the_reader_is_shown(cluj):
    keep("ascuns", organisation(description="", name="Școala Țânțarilor"))
    wanted = str(Service.objects.get(slug="ascuns-serviciu").hsds_id)
    assert wanted in _found("search=scoala+tantar")
    assert wanted in _found("search=ȘCOALA")
    assert wanted not in _found("search=scoala+elefant")
    english = body("/services?search=romanian+course", "en")["contents"]
    assert english
    assert all("Romanian" in json.dumps(one) for one in english)


def test_places_near_a_point_come_nearest_first(cluj):
    def near(metres: int) -> list[dict[str, Any]]:
        path = f"/service_at_locations?per_page=100&proximity=46.7694,23.59,{metres}"
        return [one["location"] for one in body(path)["contents"]]

    assert 0 < len(near(500)) < len(near(3000))
    assert body("/service_at_locations?per_page=100&proximity=500")["total_items"] == len(near(500))
    distances = [(p["latitude"] - 46.7694) ** 2 * 2.1 + (p["longitude"] - 23.59) ** 2 for p in near(3000)]
    assert distances == pytest.approx(sorted(distances), rel=0.1)


def test_a_postcode_finds_its_places_and_measures_from_them(cluj):
    data = organisation()
    data["places"][0] |= {"postal_code": "400999", "latitude": 46.75, "longitude": 23.55}
    keep("ascuns", data)
    key = str(Place.objects.get(slug="ascuns-loc").hsds_id)
    assert key in {one["location_id"] for one in body("/service_at_locations?postcode=400999")["contents"]}
    near = body("/service_at_locations?postcode=400999&proximity=10")["contents"]
    assert [one["location_id"] for one in near] == [key]
    assert body("/service_at_locations?postcode=000000&proximity=10000")["total_items"] == 0


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("per_page=101", "per_page"),
        ("minimal=perhaps", "minimal"),
        ("format=xml", "format"),
        ("organization_id=7", "organization_id"),
        ("modified_after=yesterday", "modified_after"),
        ("search=%00", "search"),
        ("taxonomyterm=7", "taxonomyterm"),
    ],
)
def test_a_wrong_parameter_is_named(cluj, query, parameter):
    response = get(f"{API}/services?{query}")
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    "moment", ["2026-01-31T08:00:00%2B23:59", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_far_from_here_is_understood(cluj, moment):
    assert get(f"{API}/services?modified_after={moment}").status_code == 200


@pytest.mark.parametrize("query", ["proximity=-5", "proximity=91,0,5", "proximity=a,b,c", "postcode=;"])
def test_a_wrong_place_is_named(cluj, query):
    assert get(f"{API}/service_at_locations?{query}").status_code == 400


@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "x", "1"])
@pytest.mark.parametrize(
    "kind", ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]
)
def test_an_unknown_thing_is_not_found_in_json(cluj, kind, key):
    response = get(f"{API}/{kind}/{key}")
    assert response.status_code == 404
    assert response.json()["status"] == 404


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize("path", [path.split("per_page")[0] for path in LISTS if "per_page" in path])
def test_a_long_list_asks_the_database_no_more_often_than_a_short_one(cluj, path, language):
    def queries(size: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            body(f"{path}per_page={size}", language)
        return len(asked)

    queries(100)  # what is remembered is remembered from here on
    assert (
        queries(100) <= queries(40) <= 16
    )  # among forty there is a place with hours, which asks for the city's days
    assert queries(100) == queries(60)


# Caching and use from other sites


@pytest.mark.parametrize("path", [f"{API}/services", f"{API}/", "/api/cpsv-ap.jsonld", f"{API}/openapi.json"])
def test_an_answer_is_sent_again_only_when_the_content_changed(cluj, path):
    first = get(path)
    again = get(path, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert get(path, "en", **{"If-None-Match": first["ETag"]}).status_code == 200
    with acting(SYSTEM):
        raise_content_version("directory")
    assert get(path, **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/services", "/services?page=0", "/services/x", "/nothing", "/openapi.json"]
)
def test_any_site_may_read_any_answer(cluj, path):
    response = get(f"{API}{path}")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies


def test_only_reading_is_possible(cluj):
    head = Client().head(f"{API}/services")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(get(f"{API}/services").content)
    assert Client().options(f"{API}/services").status_code == 204
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Client(), method)(f"{API}/services").status_code == 405


# Hidden addresses

SECRET = st.text("ABCDEFGHJKLMNPQRSTUVXYZ", min_size=12, max_size=12)


def _everything() -> list[str]:
    """Every public answer in which a place could stand."""
    paths = [path.replace("per_page=100", "format=ndjson") for path in LISTS]
    paths += [f"/{kind}?minimal=true" for kind in ("services", "service_at_locations")]
    paths += [
        f"/organizations/{Organisation.objects.get(slug='ascuns').hsds_id}?full_service=true",
        f"/services/{Service.objects.get(slug='ascuns-serviciu').hsds_id}",
        f"/services/{Service.objects.get(slug='vizibil-serviciu').hsds_id}",
    ]
    answers = [text(f"{API}{path}") for path in paths] + [text("/api/cpsv-ap.jsonld")]
    for card in cards(organisations=["ascuns"], services=["ascuns-serviciu", "vizibil-serviciu"]).values():
        answers.append(schema_org_script(card, read(card.sentences(), "en"), "http://localhost/"))
    return answers


@settings(max_examples=2)
@given(
    street=SECRET, note=SECRET, name=SECRET, minute=st.integers(10, 59), fraction=st.integers(10001, 99999)
)
def test_a_hidden_address_is_told_nowhere(cluj, street, note, name, minute, fraction):
    hidden = organisation(visibility="address-hidden", source={"title": "x", "url": f"https://x.ro/{street}"})
    hidden["places"][0] |= {
        "name": name,
        "address": f"Strada {street} 5",
        "postal_code": "499123",
        "latitude": f"46.{fraction}",
        "longitude": f"23.{fraction}",
        "hours": f"Mo-Fr 07:{minute}-21:{minute}",
        "hours_note": note,
    }
    visible = organisation("vizibil")
    visible["services"][0]["places"] = ["ascuns-loc", "vizibil-loc"]
    hidden["services"][0]["places"] = ["ascuns-loc"]
    keep("ascuns", hidden)
    keep("vizibil", visible)
    Service.objects.get(slug="ascuns-serviciu").places.add("vizibil-loc")
    place = Place.objects.get(slug="ascuns-loc")
    times = [f'"07:{minute}', f'"21:{minute}', f"07:{minute}-21:{minute}"]
    secrets = [street, note, name, *times, f"46.{fraction}", f"23.{fraction}", "499123", str(place.hsds_id)]
    for answer in _everything():
        for secret in secrets:
            assert secret not in answer
    hidden_service = str(Service.objects.get(slug="ascuns-serviciu").hsds_id)
    questions = [
        f"search={street}",
        f"search={note}",
        f"search={name}",
        "postcode=499123&search=Gazduire",
        "postcode=499123&proximity=90000",
        f"proximity=46.{fraction},23.{fraction},1&search=Gazduire",
    ]
    for question in questions:
        assert body(f"/service_at_locations?{question}")["total_items"] == 0
    assert body(f"/services?search={street}")["total_items"] == 0
    assert body(f"/service_at_locations?organization_id={Organisation.objects.get(slug='ascuns').hsds_id}")[
        "empty"
    ]
    assert (
        get(
            f"{API}/service_at_locations/{ids.service_at_location(hidden_service, place.hsds_id)}"
        ).status_code
        == 404
    )


# The OpenAPI document


@pytest.fixture
def hsds_document(cluj):
    # Requests go through WSGI here, not through Django's test client, which does the same.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{API}/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_interface_is_as_its_document_says(hsds_document, mode):
    for found in hsds_document.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not operation.query:
            continue  # no parameter that could be wrong: every path is found or not found

        @settings(max_examples=15, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case):
            case.call_and_validate()

        holds()


def test_operations_have_names_of_their_own_and_references_lead_somewhere(cluj):
    document = body("/openapi.json")
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) >= 12

    def references(node: Any) -> list[str]:
        if isinstance(node, list):
            return [found for one in node for found in references(one)]
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for one in node.values() for found in references(one)]
        return []

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known


# CPSV-AP and schema.org


def test_public_services_have_what_cpsv_ap_requires(cluj):
    graph = get("/api/cpsv-ap.jsonld").json()["@graph"]
    nodes = {node["@id"]: node for node in graph}
    assert len(nodes) == len(graph)
    services = [node for node in graph if node["@type"] == "cpsv:PublicService"]
    assert len(services) > 100
    for node in services:
        for name in ("dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority"):
            assert node[name]
        assert {said["@language"] for said in node["dct:title"]} >= {"ro", "en"}
        links = [node["cv:hasCompetentAuthority"], node["cv:contactPoint"], *node.get("cv:thematicArea", [])]
        assert all(link["@id"] in nodes for link in links)
    for node in graph:
        if node["@type"] == "cv:PublicOrganisation":
            assert node["skos:prefLabel"]
            assert node["dct:spatial"]["@id"].endswith("/ROU")
    ngo = Service.objects.filter(organisation__category="ngo").first()
    assert str(ngo.hsds_id) not in {node["dct:identifier"] for node in services}


def test_the_data_block_of_a_page_cannot_be_left(cluj):
    keep("ascuns", organisation(name="</script><b>&", description="Un loc </script>."))
    (card,) = cards(organisations=["ascuns"]).values()
    script = schema_org_script(card, read(card.sentences(), "en"), "http://localhost/en/places/ascuns/")
    inside = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inside
    data = json.loads(inside)
    assert data["name"] == "</script><b>&"
    assert data["@type"] == "NGO"
    assert data["location"][0]["openingHoursSpecification"][0]["opens"] == "09:00"


def test_topics_are_the_terms_of_one_taxonomy(cluj):
    terms = body("/taxonomy_terms?per_page=100", "en")["contents"]
    assert [term["code"] for term in terms] == list(Topic.objects.values_list("slug", flat=True))
    assert {term["taxonomy_id"] for term in terms} == {body("/taxonomies")["contents"][0]["id"]}
    assert body(f"/taxonomy_terms?parent_id={terms[0]['id']}")["empty"]
    assert body("/taxonomy_terms?top_only=true")["total_items"] == len(terms)
