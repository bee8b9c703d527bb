"""What the guide does by the clock: trying outside addresses, publishing what is scheduled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command

from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.actor import CLOCK
from acasa.information.guide import actions, jobs, link_check, queries
from acasa.information.guide.models import GuidePage, OutsideLink

ANSWERS = {"/fine": 200, "/moved": 301, "/gone": 404, "/broken": 500, "/not-for-programs": 403}


class _Answers(BaseHTTPRequestHandler):
    tries: dict[str, int] = {}

    def do_GET(self) -> None:
        self.tries[self.path] = self.tries.get(self.path, 0) + 1
        status = (
            200 if self.path == "/second-time" and self.tries[self.path] > 1 else ANSWERS.get(self.path, 500)
        )
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/fine")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    _Answers.tries = {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "works"),
    [
        ("/fine", True), ("/moved", True), ("/gone", False), ("/broken", False), ("/not-for-programs", True),
        ("/second-time", True),
    ],
)  # fmt: skip
def test_an_address_is_judged_with_evidence(elsewhere, path, works):
    evidence = link_check.try_address(elsewhere + path, local=True)
    assert evidence.works == works
    assert evidence.words.startswith("answered ")


def test_nobody_listening_is_said_in_words():
    evidence = link_check.try_address("http://127.0.0.1:9/", local=True)
    assert not evidence.works
    assert "ConnectError" in evidence.words


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/"]
)
def test_the_inside_of_the_network_is_never_tried(url):
    assert link_check.try_address(url) == link_check.Evidence(False, "an address inside a private network")


@pytest.mark.django_db
def test_three_failures_in_a_row_make_a_link_broken_and_one_success_mends_it(cluj):
    link = OutsideLink.objects.filter(uses__isnull=False).first()
    states = []
    for works in (False, False, False, True):
        actions.note_link_result(actor=CLOCK, link=link, works=works, evidence="answered 404")
        link.refresh_from_db()
        states.append(link.state)
    assert states == ["doubtful", "doubtful", "broken", "works"]


@pytest.mark.django_db
def test_a_broken_link_is_listed_with_where_it_stands(cluj):
    link = OutsideLink.objects.filter(uses__document__startswith="guide:").first()
    actions.note_link_result(actor=CLOCK, link=link, works=False, evidence="answered 404")
    found = queries.broken_links().get()
    assert (found.url, found.evidence) == (link.url, "answered 404")
    assert found.uses.first().document.startswith("guide:")


@pytest.mark.django_db
def test_a_scheduled_page_is_read_only_after_its_hour(cluj, client):
    page = GuidePage.objects.get(slug="family-doctor")
    page.summary = "Rezumatul de mâine."
    page.go_live_at = local_now() + timedelta(hours=1)
    page.save_revision().publish()
    assert "Rezumatul de mâine." not in client.get("/ro/guide/health/family-doctor/").content.decode()
    from wagtail.models import Revision

    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=local_now() - timedelta(minutes=1)
    )
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = (local_now() - timedelta(minutes=1)).isoformat()
    revision.save(update_fields=["content"])
    call_command("publish_scheduled")
    assert "Rezumatul de mâine." in client.get("/ro/guide/health/family-doctor/").content.decode()


def test_the_clock_knows_its_jobs():
    from procrastinate.contrib.django import app

    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {jobs.publish_scheduled.name, jobs.check_links.name} <= names
