"""Publishing: editions, addresses, links that cannot break, history."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.texts.models import Fact, Use
from acasa.foundation.web import memory
from acasa.information.guide import actions, pointers, queries, rules, schemas
from acasa.information.guide import authoring_faults as faults
from acasa.information.guide.actions import StillNamed
from acasa.information.guide.models import Edition, GuidePage, PageLink, Publication, Redirect, TopicPage
from tests.tools.clock import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def doctor() -> GuidePage:
    return GuidePage.objects.get(slug="family-doctor")


def publish(page: GuidePage) -> None:
    page.save_revision().publish()


def test_publishing_makes_an_edition_and_the_old_one_stays():
    page, before = doctor(), Publication.objects.get(slug="family-doctor").edition
    page.title = "Medicul de familie"
    publish(page)
    after = Publication.objects.get(slug="family-doctor").edition
    assert (after.number, after.content.title) == (before.number + 1, ("Medicul de familie",))
    assert Edition.objects.get(pk=before.pk).content.title == before.content.title


def test_publishing_the_same_text_again_makes_no_edition():
    before = Edition.objects.count()
    publish(doctor())
    assert Edition.objects.count() == before


def test_a_draft_is_not_read_by_anyone(client):
    page = doctor()
    page.title = "Numai o ciornă"
    page.save_revision()
    assert "Numai o ciornă" not in client.get("/ro/guide/health/family-doctor/").content.decode()


@pytest.mark.parametrize(
    "statement", ["UPDATE guide_edition SET number = number + 100", "DELETE FROM guide_edition"]
)
def test_an_edition_is_never_changed_or_deleted(statement):
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_page_that_others_link_to_cannot_be_withdrawn():
    target = PageLink.objects.select_related("target").first().target
    page = GuidePage.objects.get(translation_key=target.page_key)
    with pytest.raises(StillNamed), transaction.atomic():
        page.unpublish()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM guide_publication WHERE id = %s", [target.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_organisation_that_a_page_points_to_cannot_be_deleted():
    publication = Publication.objects.filter(directory_links__organisation__isnull=False).first()
    organisation = publication.directory_links.filter(organisation__isnull=False).first().organisation
    with pytest.raises(ProtectedError):
        organisation.delete()


def test_a_page_linking_to_nothing_is_not_published():
    page = doctor()
    page.next_pages = ["health/no-such-page"]
    with pytest.raises(actions.PageMissing), transaction.atomic():
        publish(page)
    assert "There is no published page “health/no-such-page”." in [
        fault.message for fault in faults.faults_of(page)
    ]


def test_a_changed_address_leaves_a_redirect(client):
    page = doctor()
    page.slug = "your-doctor"
    publish(page)
    answer = client.get("/ro/guide/health/family-doctor/")
    assert (answer.status_code, answer["Location"]) == (302, "/ro/guide/health/your-doctor/")
    assert client.get("/ro/guide/health/your-doctor/").status_code == 200


def test_a_moved_page_leaves_a_redirect_and_coming_back_removes_it(client):
    page = doctor()
    elsewhere = TopicPage.objects.get(topic="family")
    page.move(elsewhere, pos="last-child")
    answer = client.get("/ro/guide/health/family-doctor/")
    # A browser remembers a permanent answer for ever, and would never see that the page came back.
    assert (answer.status_code, answer["Location"]) == (302, "/ro/guide/family/family-doctor/")
    doctor().move(TopicPage.objects.get(topic="health"), pos="last-child")
    assert not Redirect.objects.filter(topic="health", slug="family-doctor").exists()
    assert client.get("/ro/guide/health/family-doctor/").status_code == 200


def test_a_withdrawn_page_is_gone_and_its_editions_stay(client):
    page = doctor()
    PageLink.objects.filter(target__slug="family-doctor").delete()
    pointers.follow("health/family-doctor", "health/health-insurance")
    editions = Edition.objects.filter(slug="family-doctor").count()
    page.unpublish()
    assert client.get("/ro/guide/health/family-doctor/").status_code == 410
    assert Edition.objects.filter(slug="family-doctor").count() == editions
    assert not Use.objects.filter(document=f"guide:{page.translation_key}").exists()


def test_every_authored_page_has_the_form_of_its_pack_file():
    for authored in queries.authored_pages():
        data = {k: v for k, v in authored.items() if k not in ("topic", "slug")}
        assert schemas.canonical(data) == schemas.canonical(schemas.canonical(data))


def test_the_difference_between_an_edition_and_itself_is_nothing():
    for publication in Publication.objects.all():
        assert rules.difference(publication.edition.content, publication.edition.content) == []


def test_the_difference_names_what_changed():
    before = Publication.objects.get(slug="family-doctor").edition.content
    after = before.model_copy(update={"title": ("Medicul dumneavoastră de familie",), "sensitive": True})
    parts = {change.part for change in rules.difference(before, after)}
    assert parts == {"title", "sensitive"}


@given(st.lists(st.sampled_from("abcdef"), max_size=6), st.lists(st.sampled_from("abcdef"), max_size=6))
def test_a_difference_holds_everything_that_went_and_came(old, new):
    def document(words):
        return rules.project(
            {
                "topic": "t", "slug": "s", "kind": "article", "title": "T", "summary": "S.", "audience": ["everyone"],
                "owner": "o", "review_by": "2027-01-01", "questions": [f"Q {word}?" for word in words],
                "blocks": [{"kind": "paragraph", "text": "P."}],
            },
            split=lambda text: [text] if text else [],
        )  # fmt: skip

    changes = rules.difference(document(old), document(new))
    assert bool(changes) == (old != new)


def test_history_shows_editions_and_words(client):
    page = doctor()
    page.summary = "Cum găsiți cel mai apropiat medic."
    publish(page)
    html = client.get("/ro/guide/health/family-doctor/history/").content.decode()
    assert "<ins" in html
    assert "<del" in html


def test_feedback_is_counted_without_a_cookie(client):
    answer = client.post("/en/guide/health/family-doctor/feedback/", {"useful": "no"})
    assert answer.status_code == 302
    assert not answer.cookies
    from acasa.information.guide.models import Feedback

    counter = Feedback.objects.get()
    assert (counter.yes, counter.no, counter.language) == (0, 1, "en")


def test_an_answer_that_is_no_answer_is_not_counted(client):
    assert client.post("/en/guide/health/family-doctor/feedback/", {"useful": "perhaps"}).status_code == 404


def test_the_short_address_of_a_print_leads_to_the_page(client):
    publication = Publication.objects.get(slug="family-doctor")
    answer = client.get(f"/q/{publication.page_key[:8]}-en")
    assert answer["Location"] == "/en/guide/health/family-doctor/"


@pytest.mark.parametrize("query", ["?with=xx", "?with=en"])
def test_only_the_source_language_stands_beside(client, query):
    assert client.get(f"/ro/guide/health/family-doctor/{query}").status_code == 404


def test_what_is_overdue_says_so_to_readers_and_to_its_owner(client):
    fact = Fact.objects.get(slug="family-doctor-change-term")
    Fact.objects.filter(pk=fact.pk).update(review_by="2026-01-01")
    assert "Not confirmed on this page" in client.get("/en/guide/health/family-doctor/").content.decode()
    assert fact in queries.overdue_facts()
    Publication.objects.update(review_by="2099-01-01")
    Publication.objects.filter(slug="rent-a-home").update(review_by="2026-01-01")
    assert [p.slug for p in queries.overdue_publications()] == ["rent-a-home"]


def test_a_page_is_the_same_after_a_fact_on_it_went_and_came_back(client):
    with at(date(2028, 2, 29)):
        before = client.get("/en/guide/health/family-doctor/").content.decode()
        assert before.split("Not confirmed on this page")[1].split("</p>")[0].count(",") >= 1
        Fact.objects.filter(slug="family-doctor-change-term").update(label="x")
        memory.forget()
        assert client.get("/en/guide/health/family-doctor/").content.decode() == before


def test_a_page_past_its_review_date_says_so(client):
    page = doctor()
    page.review_by = date(2026, 1, 1)
    publish(page)
    assert (
        "should have been checked again by" in client.get("/en/guide/health/family-doctor/").content.decode()
    )


def test_an_unsure_block_is_marked_for_the_reader(client):
    documents = [p.edition.content for p in Publication.objects.all()]
    unsure = [d for d in documents if any(getattr(block, "unsure", False) for block in d.blocks)]
    assert unsure
    for document in unsure:
        html = client.get(f"/en/guide/{document.address}/").content.decode()
        assert "Not confirmed yet. Ask before you rely on it." in html
