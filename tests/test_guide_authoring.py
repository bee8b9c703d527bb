"""An editor writes, publishes, renames, moves, withdraws and undoes pages through the room's own screens."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from acasa.foundation.city.models import City
from acasa.foundation.guard.actor import PACK
from acasa.foundation.packs.actions import load_pack
from acasa.foundation.packs.models import PackConflict, PackRecord
from acasa.information.guide import authoring_faults as faults
from acasa.information.guide import checks, pointers, queries
from acasa.information.guide.models import (
    Edition,
    GuidePage,
    PageLink,
    Publication,
    Redirect,
    TopicPage,
    Withdrawal,
)
from acasa.information.letters.models import Letter
from acasa.information.pathway.models import Step

from .page_form import page_data
from .tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def editor() -> Client:
    return client_of("editor")


def named(slug: str) -> GuidePage:
    return GuidePage.objects.get(slug=slug)


def edit(client: Client, page: GuidePage, **changes):
    return client.post(f"/cms/pages/{page.pk}/edit/", page_data(page, **changes))


def confirm(client: Client, page: GuidePage):
    address = f"/cms/guide/{page.pk}/publish/"
    shown = client.get(address)
    return client.post(address, {"revision": shown.context["ready"].revision.pk})


def create(client: Client, topic: str, **changes):
    parent = TopicPage.objects.get(topic=topic)
    blank = GuidePage(title="", slug="", summary="", responsible_id=None)
    blank.review_by = None
    data = page_data(blank, **{"blocks": [], "loaded_revision_id": None, **changes})
    return client.post(f"/cms/pages/add/guide/guidepage/{parent.pk}/", data)


def linked_page() -> GuidePage:
    link = PageLink.objects.select_related("target").order_by("target__slug").first()
    return GuidePage.objects.get(translation_key=link.target.page_key)


def findings() -> list[str]:
    return [
        f"{one.about}: {one.message}"
        for one in (*checks.pages(), *checks.inside_and_outside())
        if one.level == "error"
    ]


class TestPublishing:
    def test_what_changes_is_shown_word_by_word_before_it_is_public(self, editor, client):
        page = named("family-doctor")
        answer = edit(editor, page, summary="Cum găsiți cel mai apropiat medic.", **PUBLISH)
        assert answer["Location"] == f"/cms/guide/{page.pk}/publish/"
        assert "cel mai apropiat medic" not in client.get("/ro/guide/health/family-doctor/").content.decode()
        shown = editor.get(answer["Location"]).content.decode()
        assert "<ins>" in shown
        assert "editor@example.org" in shown
        confirm(editor, page)
        assert "cel mai apropiat medic" in client.get("/ro/guide/health/family-doctor/").content.decode()

    def test_the_languages_that_lose_sentences_are_named_before_and_wait_in_today_after(self, editor):
        page = named("family-doctor")
        edit(editor, page, summary="O propoziție nouă. Și încă una.", **PUBLISH)
        languages = dict(editor.get(f"/cms/guide/{page.pk}/publish/").context["ready"].languages)
        assert languages["Arabic"] == 2
        assert languages["English"] == 2
        confirm(editor, page)
        from acasa.information.guide.waiting import untranslated

        waits = {notice.about: notice.message for notice in untranslated()}
        assert waits[page.title] == "Sentences without a translation: English 2"

    def test_a_trial_by_somebody_else_is_shown_with_their_name(self, editor):
        page, other = named("family-doctor"), client_of("administrator")
        edit(other, page, title="O încercare")
        edit(editor, page, summary="Rezumat schimbat.", **PUBLISH)
        shown = editor.get(f"/cms/guide/{page.pk}/publish/").content.decode()
        assert "administrator@example.org" in shown
        assert "încercare" in shown

    def test_what_was_not_seen_is_not_published(self, editor):
        page, other = named("family-doctor"), client_of("administrator")
        edit(editor, page, summary="Ce a văzut redactorul.", **PUBLISH)
        seen = editor.get(f"/cms/guide/{page.pk}/publish/").context["ready"].revision.pk
        edit(other, page, summary="Ce n-a văzut.")
        answer = editor.post(f"/cms/guide/{page.pk}/publish/", {"revision": seen})
        assert answer.status_code == 200
        assert "Ce n-a văzut" in answer.content.decode()
        assert "Ce" not in " ".join(Publication.objects.get(slug="family-doctor").edition.content.summary)

    def test_nothing_is_saved_without_being_told_to(self, settings):
        assert settings.WAGTAIL_AUTOSAVE_INTERVAL == 0

    def test_the_second_of_two_editors_is_told_and_loses_nothing(self, editor):
        page, other = named("family-doctor"), client_of("administrator")
        opened = page_data(page, summary="Al doilea.")
        edit(other, page, summary="Primul.")
        address = f"/cms/pages/{page.pk}/edit/"
        answer = editor.post(address, opened)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "administrator@example.org saved this page while you were writing" in html
        assert "revisions/compare/" in html
        assert "Al doilea." in html
        assert named("family-doctor").get_latest_revision_as_object().summary == "Primul."
        opened["loaded_revision_id"] = str(named("family-doctor").latest_revision_id)
        assert editor.post(address, opened).status_code == 302
        assert named("family-doctor").get_latest_revision_as_object().summary == "Al doilea."

    def test_a_new_page_is_written_published_and_read(self, editor, client):
        answer = create(editor, "health", title="Școală și sănătate", slug="școală-și-sănătate")
        assert answer.status_code == 302
        page = named("scoala-si-sanatate")
        assert not page.live
        assert page.responsible_id
        assert page.review_by
        blocks = [{"kind": "paragraph", "text": "Un text."}]
        edit(editor, page, summary="Un rezumat.", audience=["everyone"], blocks=blocks, **PUBLISH)
        answer = editor.get(f"/cms/guide/{page.pk}/publish/")
        assert "This is the first edition" in answer.content.decode()
        assert not Publication.objects.filter(slug=page.slug).exists()
        confirm(editor, page)
        assert client.get("/ro/guide/health/scoala-si-sanatate/").status_code == 200
        assert findings() == []

    def test_an_old_version_is_brought_back_and_published(self, editor):
        page = named("family-doctor")
        old = page.latest_revision
        edit(editor, page, summary="O greșeală.", **PUBLISH)
        confirm(editor, page)
        html = editor.get(f"/cms/pages/{page.pk}/revisions/{old.pk}/revert/").content.decode()
        newest = named("family-doctor").latest_revision_id
        assert f'name="loaded_revision_id" value="{newest}"' in html
        before = old.as_object()
        address = f"/cms/pages/{page.pk}/edit/"
        answer = editor.post(address, page_data(page, summary=before.summary, revision=old.pk, **PUBLISH))
        assert answer.status_code == 302
        confirm(editor, page)
        edition = Publication.objects.get(slug="family-doctor").edition
        assert " ".join(edition.content.summary) == before.summary

    def test_publishing_at_once_from_the_form_of_a_new_page_asks_as_well(self, editor):
        blocks = [{"kind": "paragraph", "text": "Un text."}]
        answer = create(
            editor, "health", title="Nouă", summary="Rezumat.", audience=["everyone"], blocks=blocks, slug="noua",
            responsible="redactie", review_by="2027-01-01", **PUBLISH,
        )  # fmt: skip
        page = named("noua")
        assert answer["Location"] == f"/cms/guide/{page.pk}/publish/"
        assert not page.live
        confirm(editor, page)
        assert named("noua").live
        assert Publication.objects.filter(slug="noua").exists()


class TestFaults:
    @pytest.mark.parametrize(
        ("block", "place", "said"),
        [
            ({"kind": "where", "text": "La ghișeu."}, "service", "expected a service or an organisation"),
            ({"kind": "source", "title": "Legea", "as_of": "luna trecută"}, "as_of", "a month or a year"),
            ({"kind": "paragraph", "text": "Costă {no-such-fee}."}, "text", "There is no fact"),
            ({"kind": "tip", "text": "Vedeți [asta](page:health/nothing)."}, "text", "no published page"),
            ({"kind": "step", "title": "x" * 400, "text": ""}, "title", "at most 300"),
            ({"kind": "paragraph", "text": "O acoladă } aici."}, "text", "brace"),
        ],
    )
    def test_what_publishing_refuses_is_said_at_the_block_and_field(self, editor, block, place, said):
        page = named("family-doctor")
        before = Edition.objects.count()
        blocks = [*page.authored()["blocks"], block]
        answer = edit(editor, page, blocks=blocks, **PUBLISH)
        assert answer.status_code == 200
        error = answer.context["form"].errors.as_data()["blocks"][0]
        assert said in error.block_errors[len(blocks) - 1].block_errors[place].message
        assert Edition.objects.count() == before

    def test_a_fault_of_a_setting_is_said_at_its_field(self, editor):
        page = named("family-doctor")
        answer = edit(editor, page, title="x" * 200, next_pages="nowhere", **PUBLISH)
        assert {"title", "next_pages"} <= answer.context["form"].errors.keys()
        answer = edit(editor, page, glance_cost="Costă {nimic}", **PUBLISH)
        assert "There is no fact" in str(answer.context["form"].errors["glance_cost"])

    def test_the_faults_are_in_the_editors_language(self, editor):
        from wagtail.users.models import UserProfile

        from acasa.foundation.people.models import User

        user = User.objects.get(email="editor@example.org")
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "ro"})
        page = named("family-doctor")
        blocks = [{"kind": "source", "title": "Legea", "as_of": "luna trecută"}]
        answer = edit(editor, page, blocks=blocks, **PUBLISH)
        error = answer.context["form"].errors.as_data()["blocks"][0]
        assert "Scrieți o zi, o lună sau un an" in error.block_errors[0].block_errors["as_of"].message

    def test_an_unfinished_draft_never_stops_a_load(self, editor, cluj_folder):
        assert create(editor, "health", title="Neterminată").status_code == 302
        blocks = [
            {"kind": "where", "text": "Undeva"},
            {"kind": "source", "title": "x", "as_of": "luna trecută"},
        ]
        assert edit(editor, named("neterminata"), blocks=blocks).status_code == 302
        report = load_pack(cluj_folder, actor=PACK, dry_run=True)
        assert report.nothing_to_do

    def test_a_draft_of_any_length_is_kept(self, editor):
        page = named("family-doctor")
        words = " ".join(f"😀ș{number}" for number in range(40_000))
        assert edit(editor, page, summary=words).status_code == 302
        assert "at most 10000" in str(
            edit(editor, page, summary=words, **PUBLISH).context["form"].errors["summary"]
        )


class TestAddresses:
    def test_an_address_is_plain_letters_whatever_was_typed(self, editor):
        page = named("family-doctor")
        edit(editor, page, slug="Medicul_de-familie", **PUBLISH)
        confirm(editor, page)
        assert Publication.objects.get(page_key=str(page.translation_key)).slug == "medicul-de-familie"

    def test_the_database_refuses_an_address_with_marks(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.filter(slug="family-doctor").update(slug="medicul-tău")

    def test_a_new_address_is_announced_and_everything_that_names_the_old_one_follows(self, editor, client):
        page = named("family-doctor")
        steps = list(Step.objects.filter(page="health/family-doctor").values_list("pk", flat=True))
        linking = list(
            PageLink.objects.filter(target__slug="family-doctor").values_list("source__slug", flat=True)
        )
        assert steps
        assert linking
        edit(editor, page, slug="your-doctor", **PUBLISH)
        shown = editor.get(f"/cms/guide/{page.pk}/publish/").content.decode()
        assert "The address changes from health/family-doctor to health/your-doctor" in shown
        confirm(editor, page)
        assert client.get("/ro/guide/health/family-doctor/")["Location"] == "/ro/guide/health/your-doctor/"
        assert set(Step.objects.filter(pk__in=steps).values_list("page", flat=True)) == {"health/your-doctor"}
        assert not Letter.objects.filter(content__page="health/family-doctor").exists()
        assert findings() == []
        for slug in linking:  # a page that links to the old address is published as before
            other = named(slug)
            edit(editor, other, verify="ceva", title=f"{other.title} nou", **PUBLISH)
            confirm(editor, other)
            assert named(slug).title.endswith(" nou")
        assert PageLink.objects.filter(target__slug="your-doctor").count() == len(linking)

    def test_a_page_keeps_its_place_under_what_to_read_next_when_it_is_renamed(self, editor, client):
        source = next(p for p in Publication.objects.all() if p.edition.content.next)
        address = source.edition.content.next[0]
        page = GuidePage.objects.get(translation_key=queries.standing([address])[address].page_key)
        edit(editor, page, slug="cu-totul-alt-nume", **PUBLISH)
        confirm(editor, page)
        assert "cu-totul-alt-nume" in client.get(f"/ro/guide/{source.address}/").content.decode()

    def test_an_address_that_leads_elsewhere_is_not_given_away(self, editor):
        page = named("family-doctor")
        edit(editor, page, slug="your-doctor", **PUBLISH)
        confirm(editor, page)
        other = Publication.objects.filter(topic="health").exclude(page_key=str(page.translation_key)).first()
        answer = edit(editor, named(other.slug), slug="family-doctor", **PUBLISH)
        assert "leads readers to" in str(answer.context["form"].errors["slug"])

    def test_a_page_moves_to_another_topic_and_what_names_it_follows(self, editor, client):
        page, family = named("family-doctor"), TopicPage.objects.get(topic="family")
        address = f"/cms/pages/{page.pk}/move/{family.pk}/confirm/"
        shown = editor.get(address).content.decode()
        assert "The old one leads readers on" in shown
        assert Step.objects.filter(page="health/family-doctor").first().title in shown
        assert editor.post(address).status_code == 302
        assert client.get("/ro/guide/health/family-doctor/")["Location"] == "/ro/guide/family/family-doctor/"
        assert not Step.objects.filter(page="health/family-doctor").exists()
        assert findings() == []

    def test_topics_do_not_move(self, editor):
        topic, other = TopicPage.objects.all()[:2]
        editor.post(f"/cms/pages/{topic.pk}/move/{other.pk}/confirm/")
        assert TopicPage.objects.get(pk=topic.pk).depth == topic.depth


def test_the_packs_text_can_be_taken_back_from_the_history(editor):
    page = named("family-doctor")
    from_pack = page.latest_revision_id
    edit(editor, page, summary="Altceva.")
    history = editor.get(f"/cms/pages/{page.pk}/history/").content.decode()
    assert f"/cms/pages/{page.pk}/revisions/{from_pack}/revert/" in history


class TestWithdrawing:
    def test_what_names_a_page_is_listed_before_anything_happens(self, editor):
        page = named("family-doctor")
        shown = editor.get(f"/cms/guide/{page.pk}/withdraw/")
        html = shown.content.decode()
        assert len(shown.context["named"]) == len(pointers.pointing_to("health/family-doctor"))
        step = Step.objects.filter(page="health/family-doctor").first()
        assert f"/cms/snippets/pathway/step/edit/{step.pk}/" in html
        answer = editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "Nu mai e adevărată."})
        assert answer.status_code == 200
        assert "instead" in answer.context["form"].errors
        assert named("family-doctor").live

    def test_a_page_in_its_place_takes_over_address_links_and_steps(self, editor, client):
        page, instead = (
            named("family-doctor"),
            Publication.objects.filter(topic="health").exclude(slug="family-doctor").first(),
        )
        steps = list(Step.objects.filter(page="health/family-doctor").values_list("pk", flat=True))
        answer = editor.post(
            f"/cms/guide/{page.pk}/withdraw/", {"reason": "S-a schimbat legea.", "instead": instead.pk}
        )
        assert answer.status_code == 302
        assert not named("family-doctor").live
        gone = Withdrawal.objects.get(topic="health", slug="family-doctor")
        assert (gone.reason, gone.instead, str(gone.withdrawn_by)) == (
            "S-a schimbat legea.", instead.page_key, "editor@example.org",
        )  # fmt: skip
        led = client.get("/ro/guide/health/family-doctor/")
        assert (led.status_code, led["Location"]) == (302, f"/ro/guide/{instead.address}/")
        assert set(Step.objects.filter(pk__in=steps).values_list("page", flat=True)) == {instead.address}
        assert findings() == []

    def test_a_page_that_nothing_names_is_gone_kindly(self, editor, client):
        create(
            editor, "health", title="Scurtă", slug="scurta", summary="Rezumat.", audience=["everyone"],
            blocks=[{"kind": "paragraph", "text": "Text."}], responsible="redactie", review_by="2027-01-01", **PUBLISH,
        )  # fmt: skip
        page = named("scurta")
        confirm(editor, page)
        editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "A fost o încercare."})
        answer = client.get("/en/guide/health/scurta/")
        assert answer.status_code == 410
        assert "This page was withdrawn" in answer.content.decode()
        assert 'href="/en/guide/health/"' in answer.content.decode()
        assert "A fost o încercare" not in answer.content.decode()

    def test_a_withdrawn_page_that_is_published_again_is_at_its_address(self, editor, client):
        page, instead = (
            named("family-doctor"),
            Publication.objects.filter(topic="health").exclude(slug="family-doctor").first(),
        )
        linking = PageLink.objects.filter(target__slug="family-doctor").count()
        editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "Greșeală.", "instead": instead.pk})
        edit(editor, page, **PUBLISH)
        confirm(editor, page)
        assert client.get("/ro/guide/health/family-doctor/").status_code == 200
        assert not Withdrawal.objects.exists()
        assert PageLink.objects.filter(target__slug="family-doctor").count() == linking
        assert findings() == []

    def test_a_page_that_comes_back_is_compared_with_its_last_edition(self, editor):
        page = named("family-doctor")
        instead = Publication.objects.filter(topic="health").exclude(slug="family-doctor").first()
        editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "Greșeală.", "instead": instead.pk})
        step = Step.objects.filter(page=instead.address).first()
        edit(editor, page, summary="Cum găsiți cel mai apropiat medic.", **PUBLISH)
        shown = editor.get(f"/cms/guide/{page.pk}/publish/")
        assert f"/cms/snippets/pathway/step/edit/{step.pk}/" in shown.content.decode()
        ready = shown.context["ready"]
        assert (ready.first, ready.returns, len(ready.changes)) == (False, True, 1)
        assert "This is the first edition" not in shown.content.decode()
        assert "comes back to readers" in shown.content.decode()

    def test_a_load_does_not_bring_a_withdrawn_page_back(self, editor, cluj_folder):
        page, instead = named("family-doctor"), Publication.objects.exclude(slug="family-doctor").first()
        editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "Greșeală.", "instead": instead.pk})
        PackRecord.objects.filter(kind="guide", key="health/family-doctor").update(
            data={"title": "Ce era odată"}
        )
        load_pack(cluj_folder, actor=PACK)
        assert not named("family-doctor").live
        assert PackConflict.objects.filter(kind="guide", key="health/family-doctor").exists()

    def test_the_page_behind_emergency_is_never_lost(self, editor):
        address = City.objects.get().emergency_page
        page = named(address.split("/")[1])
        instead = Publication.objects.exclude(page_key=str(page.translation_key)).first()
        assert any("Emergency" in str(one.name) for one in pointers.pointing_to(address))
        editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "Mutată.", "instead": instead.pk})
        assert City.objects.get().emergency_page == instead.address

    @pytest.mark.parametrize("way", ["unpublish", "delete", "copy", "privacy"])
    def test_wagtails_own_ways_past_our_rules_are_closed(self, editor, way):
        page = named("family-doctor")
        for method in (editor.get, editor.post):
            answer = method(f"/cms/pages/{page.pk}/{way}/")
            assert answer.status_code in (302, 403), (way, answer.status_code)
        assert named("family-doctor").live
        assert GuidePage.objects.filter(slug="family-doctor").count() == 1

    @pytest.mark.parametrize("action", ["unpublish", "delete", "publish", "move"])
    def test_nothing_happens_to_several_pages_at_once(self, editor, action):
        pages = list(GuidePage.objects.live()[:3])
        target = TopicPage.objects.get(topic="family")
        address = f"/cms/bulk/wagtailcore/page/{action}/?" + "&".join(f"id={page.pk}" for page in pages)
        editor.post(address, {"chooser": target.pk, "confirm_site_name": "Acasă"})
        assert GuidePage.objects.live().filter(pk__in=[page.pk for page in pages]).count() == 3
        assert {p.path for p in GuidePage.objects.filter(pk__in=[p.pk for p in pages])} == {
            p.path for p in pages
        }
        assert findings() == []

    def test_a_topic_with_public_pages_is_not_deleted(self, editor):
        topic = TopicPage.objects.get(topic="health")
        editor.post(f"/cms/pages/{topic.pk}/delete/", {"confirm_site_name": "Acasă"})
        client_of("administrator").post(f"/cms/pages/{topic.pk}/delete/", {"confirm_site_name": "Acasă"})
        assert TopicPage.objects.filter(pk=topic.pk).exists()

    def test_a_withdrawn_page_can_be_deleted(self, editor):
        page, instead = named("family-doctor"), Publication.objects.exclude(slug="family-doctor").first()
        editor.post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "Greșeală.", "instead": instead.pk})
        assert editor.post(f"/cms/pages/{page.pk}/delete/").status_code == 302
        assert not GuidePage.objects.filter(pk=page.pk).exists()
        assert Edition.objects.filter(slug="family-doctor").exists()

    def test_only_editors_withdraw(self):
        page = named("family-doctor")
        for role in ("anonymous", "no-role", "mediator", "directory-editor"):
            client_of(role).post(f"/cms/guide/{page.pk}/withdraw/", {"reason": "x"})
        assert named("family-doctor").live


def test_faults_name_the_place_in_the_page():
    page = named("family-doctor")
    authored = page.authored() | {"blocks": [{"kind": "step", "title": "", "text": "x"}]}
    assert faults.page_faults(authored, page_key=str(page.translation_key))[0].place == ("blocks", 0, "title")


def test_redirects_lead_over_several_renamings(client):
    page = named("family-doctor")
    for slug in ("one", "two", "three"):
        page.slug = slug
        page.save_revision().publish()
    assert client.get("/ro/guide/health/one/")["Location"] == "/ro/guide/health/three/"
    assert Redirect.objects.filter(topic="health").count() >= 3


class TestRoom:
    @pytest.mark.parametrize("language", ["ro", "ar"])
    def test_the_preview_stands_in_the_editors_frame_and_in_nobody_elses(self, editor, client, language):
        page = named("family-doctor")
        address = f"/cms/pages/{page.pk}/edit/preview/?mode={language}&in_preview_panel=true"
        assert editor.post(address, page_data(page)).json() == {"is_valid": True, "is_available": True}
        answer = editor.get(address)
        assert answer.status_code == 200
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        public = client.get("/ro/guide/health/family-doctor/")
        assert "frame-ancestors 'none'" in public["Content-Security-Policy"]

    def test_a_preview_says_whether_readers_have_the_page(self, editor):
        page = named("family-doctor")
        address = f"/cms/pages/{page.pk}/edit/preview/?mode=ro"
        editor.post(address, page_data(page))
        assert "Cititorii văd ultima ediție publicată" in editor.get(address).content.decode()
        revision = f"/cms/pages/{page.pk}/revisions/{page.live_revision_id}/view/"
        assert "Cititorii nu văd încă" not in editor.get(revision).content.decode()
        create(editor, "health", title="Scurtă", slug="scurta", summary="Rezumat.", audience=["everyone"],
               blocks=[{"kind": "paragraph", "text": "Text."}])  # fmt: skip
        draft = named("scurta")
        revision = f"/cms/pages/{draft.pk}/revisions/{draft.latest_revision_id}/view/"
        assert "Cititorii nu văd încă" in editor.get(revision).content.decode()

    def test_an_unfinished_page_has_a_preview_that_says_what_is_missing(self, editor):
        create(editor, "health", title="Neterminată")
        page = named("neterminata")
        address = f"/cms/pages/{page.pk}/edit/preview/?mode=ro"
        assert editor.post(address, page_data(page, blocks=[{"kind": "term", "word": ""}])).json()["is_valid"]
        answer = editor.get(address)
        assert answer.status_code == 200
        assert "Scrieți ceva aici." in answer.content.decode()
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]

    @pytest.mark.parametrize("words", ["sanatate", "sănătate", "CNAS"])
    def test_pages_are_found_by_their_words_without_marks(self, editor, words):
        edit(editor, named("rent-a-home"), glance_how_long="Sănătate și CNAS.", **PUBLISH)
        confirm(editor, named("rent-a-home"))
        html = editor.get("/cms/pages/search/", {"q": words}).content.decode()
        assert named("rent-a-home").title in html

    def test_what_has_no_effect_is_not_offered(self, editor):
        page = named("family-doctor")
        html = editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()
        for offered in ("seo_title", "show_in_menus", "set_privacy", "/copy/", "/unpublish/", "/delete/"):
            assert offered not in html, offered
        assert f"/cms/guide/{page.pk}/withdraw/" in html
