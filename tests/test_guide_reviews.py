"""Two pairs of eyes: nobody approves what they wrote, and everybody sees what waits."""

from __future__ import annotations

import pytest
from django.test import Client

from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role
from acasa.foundation.people.models import User
from acasa.foundation.texts.grants import EDITOR
from acasa.information.guide.models import GuidePage
from acasa.information.guide.waiting import drafts, reviews

from .page_form import page_data
from .tools.signed_in import client_of, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def author() -> Client:
    return client_of("editor")


@pytest.fixture
def colleague() -> Client:
    from allauth.mfa.totp.internal.auth import TOTP

    user = create_account(actor=SYSTEM, email="colleague@example.org", password="correct horse battery")
    grant_role(actor=SYSTEM, user=user, role=EDITOR)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = Client()
    sign_in(client, User.objects.get(pk=user.pk))
    return client


def doctor() -> GuidePage:
    return GuidePage.objects.get(slug="family-doctor")


def edit(client: Client, **changes):
    return client.post(f"/cms/pages/{doctor().pk}/edit/", page_data(doctor(), **changes))


def act(client: Client, name: str, comment: str = ""):
    extra = f'{{"comment": "{comment}"}}' if comment else "{}"
    return edit(
        client,
        **{"action-workflow-action": "1", "workflow-action-name": name, "workflow-action-extra-data": extra},
    )


@pytest.fixture
def asked(author) -> None:
    assert edit(author, summary="Un rezumat nou.", **{"action-submit": "1"}).status_code == 302
    assert doctor().current_workflow_state is not None


@pytest.mark.usefixtures("asked")
class TestReviews:
    def test_the_author_neither_approves_nor_publishes_past_the_review(self, author):
        act(author, "approve")
        state = doctor().current_workflow_task_state
        author.post(f"/cms/pages/workflow/action/{doctor().pk}/approve/{state.pk}/")
        edit(author, **{"action-publish": "1"})
        answer = author.post(f"/cms/guide/{doctor().pk}/publish/", {"revision": doctor().latest_revision_id})
        assert answer.status_code in (302, 403)
        assert doctor().has_unpublished_changes
        assert "Un rezumat nou." not in doctor().summary
        html = author.get(f"/cms/pages/{doctor().pk}/edit/").content.decode()
        assert "action-publish" not in html
        assert 'data-workflow-action-name="approve"' not in html

    def test_another_editor_approves_and_readers_see_it(self, colleague, client):
        html = colleague.get(f"/cms/pages/{doctor().pk}/edit/").content.decode()
        assert 'data-workflow-action-name="approve"' in html
        state = doctor().current_workflow_task_state
        colleague.post(f"/cms/pages/workflow/action/{doctor().pk}/approve/{state.pk}/")
        assert "Un rezumat nou." in client.get("/ro/guide/health/family-doctor/").content.decode()

    def test_who_changes_it_meanwhile_does_not_approve_it_either(self, colleague):
        edit(colleague, summary="Altceva.")
        act(colleague, "approve")
        assert doctor().has_unpublished_changes

    def test_a_review_stands_in_today_with_who_asks(self):
        notice = next(iter(reviews()))
        assert notice.about == doctor().draft_title
        assert "editor@example.org asks since" in notice.message
        assert doctor().title not in [one.about for one in drafts()]

    def test_the_comment_of_who_sent_it_back_is_seen(self, colleague, author):
        act(colleague, "reject", "Lipsește programul.")
        message = next(one.message for one in drafts() if one.about == doctor().draft_title)
        assert "Lipsește programul." in message
        assert "colleague@example.org" in message
        assert list(reviews()) == []

    def test_what_cannot_be_published_any_more_is_not_approved(self, colleague, author):
        revision = doctor().latest_revision
        revision.content["next_pages"] = '["health/nothing"]'
        revision.save()
        for name in ("approve", "reject"):
            html = colleague.get(f"/cms/pages/{doctor().pk}/edit/").content.decode()
            assert (f'data-workflow-action-name="{name}"' in html) == (name == "reject")
        answer = act(colleague, "approve")
        assert answer.status_code == 200
        assert doctor().has_unpublished_changes
