"""The feed with the real rooms and the real pack: what waits, for whom, and what people decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from acasa.foundation.city.queries import local_now
from acasa.foundation.feed import actions, queries
from acasa.foundation.feed.models import Mark, WeeklyMail
from acasa.foundation.feed.rules import State
from acasa.foundation.feed.sources import sources
from acasa.foundation.feed.weekly import send_weekly_mails, weekly_text
from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of
from acasa.foundation.texts.grants import EDITOR, MEDIATOR
from acasa.foundation.texts.models import Fact
from acasa.information.directory.actions import forget_reports, receive_report
from acasa.information.directory.grants import DIRECTORY_EDITOR
from acasa.information.directory.models import Report
from acasa.information.guide.models import Feedback, GuidePage, OutsideLink
from tests.tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def staff(name: str, role, scope: str = "") -> User:
    user = create_account(actor=SYSTEM, email=f"{name}@example.org", password="correct horse battery")
    grant_role(actor=SYSTEM, user=user, role=role, scope=scope)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def editor() -> User:
    return staff("editor", EDITOR)


def of_kind(user: User, kind: str) -> list[queries.Item]:
    return [item for item in queries.items(actor_of(user)) if item.source.kind == kind]


def test_every_line_to_verify_is_a_task_with_its_own_name(editor):
    lines = [line for page in GuidePage.objects.live() for line in page.verify.splitlines() if line.strip()]
    found = of_kind(editor, "verify")
    assert len(found) == len(lines) > 100
    assert len({item.key for item in found}) == len(found)
    assert all(item.notice.address.startswith("/cms/pages/") for item in found)


def test_no_two_things_of_the_feed_have_the_same_name_and_all_names_fit(editor):
    receive_report(about="organisation:oss", language="en", message="Closed.")
    keys = [item.key for item in queries.items(actor_of(editor))]
    assert len(keys) == len(set(keys))
    assert all(len(item.notice.subject) <= 200 for item in queries.items(actor_of(editor)))


def test_each_room_pushes_what_waits_in_it(editor):
    fact = Fact.objects.first()
    Fact.objects.filter(pk=fact.pk).update(review_by=date(2020, 1, 1), confidence="low")
    page = GuidePage.objects.live().first()
    page.title += " (nou)"
    page.save_revision(user=editor)
    OutsideLink.objects.create(url="https://example.org/gone", state="broken", failures=3, evidence="404")
    Feedback.objects.create(
        page_key=str(page.translation_key), language="ro", day=local_now().date(), yes=1, no=6
    )
    receive_report(about="guide:health/family-doctor", language="en", message="Wrong phone")
    receive_report(about="search", language="en", message="dentist at night")
    kinds = {item.source.kind for item in queries.waiting(actor_of(editor))}
    assert kinds >= {
        "fact-overdue", "fact-weak", "page-draft", "link-broken", "page-unhelpful", "report", "unanswered", "verify",
    }  # fmt: skip
    [report] = of_kind(editor, "report")
    assert report.notice.address == "/ro/guide/health/family-doctor/"
    [draft] = of_kind(editor, "page-draft")
    assert "not published" in draft.notice.message


def test_a_thing_leaves_by_itself_when_its_cause_is_mended(editor):
    slug = Fact.objects.first().slug
    Fact.objects.update(review_by=date(2099, 1, 1))
    Fact.objects.filter(slug=slug).update(review_by=date(2020, 1, 1))
    assert [item.notice.subject for item in of_kind(editor, "fact-overdue")] == [slug]
    Fact.objects.filter(slug=slug).update(review_by=date(2099, 1, 1))
    assert of_kind(editor, "fact-overdue") == []


def test_done_is_kept_with_who_when_and_what_was_found_and_can_be_taken_back(editor):
    item = of_kind(editor, "verify")[0]
    actions.decide(actor=actor_of(editor), items=[item], choice="done", note="  IGI says 30 days. ")
    [now] = [one for one in of_kind(editor, "verify") if one.key == item.key]
    assert (now.state, now.mark.note, now.mark.finished_by) == (State.DONE, "IGI says 30 days.", editor)
    for seen in (item, now):  # a list that was opened before, and one that was opened since
        actions.decide(
            actor=actor_of(staff(f"second-{seen.state}", EDITOR)), items=[seen], choice="done", note="again"
        )
    assert Mark.objects.get().note == "IGI says 30 days."
    actions.reopen(actor=SYSTEM, items=[now])
    assert [one.state for one in of_kind(editor, "verify") if one.key == item.key] == [State.WAITING]


def test_what_is_not_offered_is_refused_for_all_the_chosen_things(editor):
    Fact.objects.filter(pk=Fact.objects.first().pk).update(review_by=date(2020, 1, 1))
    both = [of_kind(editor, "verify")[0], of_kind(editor, "fact-overdue")[0]]
    with pytest.raises(actions.NotPossible, match="untick them: Facts past their review date"):
        actions.decide(actor=actor_of(editor), items=both, choice="done")
    assert not Mark.objects.exists()


def test_nothing_is_given_to_who_may_not_mend_it(editor):
    items = of_kind(editor, "verify")[:2]
    for person in (staff("mediator", MEDIATOR, "ar"), staff("oss", DIRECTORY_EDITOR, "oss")):
        with pytest.raises(actions.NotPossible, match="may not mend all of these"):
            actions.assign(actor=actor_of(editor), items=items, to=person)
    assert not Mark.objects.exists()
    second = staff("second", EDITOR)
    actions.assign(actor=actor_of(editor), items=items, to=second)
    assert set(Mark.objects.values_list("assigned_to", flat=True)) == {second.pk}


def test_done_is_offered_only_where_something_on_the_screen_may_be_said_to_be_done():
    Fact.objects.filter(pk=Fact.objects.first().pk).update(review_by=date(2020, 1, 1))
    client = client_of("editor")
    assert "decide:done" in client.get("/cms/today/").content.decode()
    assert "decide:done" not in client.get("/cms/today/?kind=fact-overdue").content.decode()


def test_what_one_puts_off_the_others_are_told_of(editor):
    item = of_kind(editor, "verify")[0]
    actions.snooze(actor=SYSTEM, items=[item], until=local_now().date() + timedelta(days=7))
    client = client_of("administrator")
    for address, more in (
        ("/cms/today/", "state=snoozed"),
        ("/cms/today/?kind=verify", "state=snoozed&amp;kind=verify"),
    ):
        page = client.get(address).content.decode()
        assert f'<a href="?{more}">1 more was put off</a>' in " ".join(page.split()).replace(
            "> 1", ">1"
        ).replace("off </a>", "off</a>")
    assert "put off</a>" not in client.get("/cms/today/?kind=fact-weak").content.decode()


def test_snoozing_needs_a_day_within_a_year(editor):
    item, today = of_kind(editor, "verify")[0], local_now().date()
    for day in (today, today - timedelta(days=3), today + timedelta(days=400)):
        with pytest.raises(actions.NotPossible):
            actions.snooze(actor=SYSTEM, items=[item], until=day)
    actions.snooze(actor=SYSTEM, items=[item], until=today + timedelta(days=7))
    assert item.key not in {one.key for one in queries.waiting(actor_of(editor))}
    later = queries.waiting(actor_of(editor), today=today + timedelta(days=7))
    assert item.key in {one.key for one in later}


def test_the_database_keeps_decisions_whole(editor):
    with pytest.raises(IntegrityError):
        Mark.objects.create(kind="verify", subject="x", choice="done")


def test_who_edits_one_organisation_sees_what_is_about_it_and_nothing_else():
    receive_report(about="organisation:oss", language="en", message="Closed when I came.")
    receive_report(about="organisation:igi-cluj", language="en", message="Moved.")
    user = staff("oss", DIRECTORY_EDITOR, "oss")
    assert {item.notice.scope for item in queries.items(actor_of(user))} == {"oss"}
    assert {item.source.kind for item in queries.items(actor_of(user))} >= {
        "report",
        "organisation-unconfirmed",
    }
    assert queries.items(actor_of(staff("mediator", MEDIATOR, "ar"))) == []


def test_readers_words_are_forgotten_some_time_after_they_were_dealt_with(editor):
    old = receive_report(about="organisation:oss", language="en", message="dealt with long ago")
    fresh = receive_report(about="search", language="en", message="dealt with today")
    receive_report(about="site:/", language="en", message="waits")
    for item in of_kind(editor, "report") + of_kind(editor, "unanswered"):
        if item.notice.message != "waits":
            actions.decide(actor=actor_of(editor), items=[item], choice="done")
    Mark.objects.filter(subject=f"report-{old.pk}").update(
        finished_on=local_now().date() - timedelta(days=90)
    )
    assert forget_reports() == 1
    assert forget_reports() == 0
    assert set(Report.objects.values_list("message", flat=True)) == {fresh.message, "waits"}


def test_the_weekly_mail_comes_once_in_the_language_of_its_reader_without_readers_words(editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    receive_report(about="organisation:oss", language="en", message="my name is Zzyx")
    Fact.objects.filter(pk=Fact.objects.first().pk).update(review_by=date(2020, 1, 1))
    staff("mediator", MEDIATOR, "ar")
    assert send_weekly_mails() == 1
    assert send_weekly_mails() == 0
    [sent] = mail.outbox
    assert sent.to == ["editor@example.org"]
    assert "Zzyx" not in sent.body
    assert "Cititorii" in sent.body  # the city's language, where the reader chose none
    assert "was due" not in sent.body
    assert "trebuia verificat până la" in sent.body
    for source in sources():
        count = sum(item.source is source for item in queries.waiting(actor_of(editor)))
        assert (f": {count}\n" in sent.body) if count else True
    assert "/cms/today/" in sent.body


def test_what_somebody_else_took_on_is_not_in_my_mail(editor):
    other = staff("other", EDITOR)
    actions.assign(actor=SYSTEM, items=queries.waiting(actor_of(editor)), to=other)
    assert weekly_text(editor) is None
    assert weekly_text(other) is not None


def test_without_a_mail_server_nothing_is_noted_as_sent(editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert send_weekly_mails() == 0
    assert not WeeklyMail.objects.exists()


def test_a_mail_that_cannot_be_sent_is_left_for_the_next_run(editor, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from django.core.mail.backends.locmem import EmailBackend

    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert send_weekly_mails() == 0
    assert not WeeklyMail.objects.exists()
    assert send_weekly_mails() == 1
