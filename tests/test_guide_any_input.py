"""Whatever is typed into a page's form is refused with words, or published and loaded again as it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from acasa.information.guide import checks, queries
from acasa.information.guide.models import GuidePage, Publication
from acasa.information.guide.pack_parts import GuidePart
from acasa.information.guide.schemas import canonical

from .page_form import page_data
from .tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

ODD = ["", " ", "\u200b", "\u00a0", "}", "{x}", "{permit-card-fee}", "[a](page:health/nothing)", "[a](http://x y)", "a\r\nb",
       "luna trecută", "2026-13", "javascript:alert(1)", "https://" + "x" * 600, "x" * 12_000, "ا", "\ufeff", "<b>", "a. b. c."]  # fmt: skip
GOOD = st.sampled_from(
    [
        "Mergeți la IGI.",
        "Costă {permit-card-fee}. Plătiți la bancă.",
        "Vedeți [pagina](page:home/rent-a-home).",
    ]
)
TEXT = st.one_of(GOOD, GOOD, GOOD, st.sampled_from(ODD), st.text(max_size=60))
URL = st.one_of(st.just("https://www.example.org/a"), st.just("https://www.example.org/b?c=d"), TEXT)
SERVICE, ORGANISATION = (
    st.sampled_from(["", "igi-cluj-permits"]),
    st.sampled_from(["", "", "igi-cluj", "nothing"]),
)
TEXTS = ("title", "slug", "summary", "questions", "next_pages", "verify", "glance_cost", "glance_when")
BLOCK = st.one_of(
    st.builds(lambda kind, text: {"kind": kind, "text": text}, st.sampled_from(["paragraph", "cost", "tip"]), TEXT),
    st.builds(lambda title, text: {"kind": "step", "title": title, "text": text}, TEXT, TEXT),
    st.builds(lambda title, items: {"kind": "documents", "title": title, "items": items}, TEXT, st.lists(TEXT, max_size=3)),
    st.builds(
        lambda service, organisation, text: {
            "kind": "where", "service": service, "organisation": organisation, "text": text,
        },
        SERVICE, ORGANISATION, TEXT,
    ),
    st.builds(lambda ask, answer: {"kind": "question", "ask": ask, "answer": answer}, TEXT, TEXT),
    st.builds(lambda title, url: {"kind": "letter", "title": title, "url": url}, TEXT, URL),
    st.builds(
        lambda title, url, as_of: {"kind": "source", "title": title, "url": url, "as_of": as_of}, TEXT, URL, st.one_of(st.just("2026-11"), TEXT)
    ),
    st.builds(lambda word: {"kind": "term", "word": word}, st.sampled_from(["", "cnp", "nothing"])),
)  # fmt: skip
FIELDS = st.one_of(
    st.just({}),
    st.one_of(
        st.builds(lambda name, text: {name: text}, st.sampled_from(TEXTS), TEXT),
        st.builds(lambda value: {"position": value}, st.sampled_from(["", "-1", "5", "1000", "99999", "x"])),
        st.builds(lambda day: {"review_by": day}, st.sampled_from(["", "2027-01-01", "luna trecută", "0001-01-01"])),
        st.builds(lambda found: {"audience": found}, st.lists(st.sampled_from(["everyone", "students", "x"]), max_size=2)),
        st.builds(lambda team: {"responsible": team}, st.sampled_from(["", "redactie", "nothing"])),
    ),
)  # fmt: skip


@pytest.fixture
def editor() -> Client:
    return client_of("editor")


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(fields=FIELDS, blocks=st.lists(BLOCK, min_size=1, max_size=3), publish=st.booleans())
def test_any_input_is_refused_with_words_or_stands(
    editor, cluj_folder, fields: dict[str, Any], blocks, publish
):
    page = GuidePage.objects.get(title__startswith="Cum vă înscrieți la un medic")
    with transaction.atomic():
        action = {"action-publish": "1"} if publish else {}
        answer = editor.post(
            f"/cms/pages/{page.pk}/edit/", page_data(page, **fields, blocks=blocks, **action)
        )
        event(f"accepted: {answer.status_code == 302}")
        if answer.status_code == 200:
            assert answer.context["form"].errors
        else:
            assert answer.status_code == 302
            shown = editor.get(f"/cms/guide/{page.pk}/publish/")
            assert shown.status_code == 200
            assert publish <= (not shown.context["ready"].faults), shown.context["ready"].faults
            done = editor.post(
                f"/cms/guide/{page.pk}/publish/", {"revision": shown.context["ready"].revision.pk}
            )
            assert (done.status_code == 302) == (not shown.context["ready"].faults)
            event(f"published: {done.status_code == 302}")
            _stands(page, published=done.status_code == 302)
        transaction.set_rollback(True)


def _stands(page: GuidePage, *, published: bool) -> None:
    """A load, and with it a start, can read all pages; and inside and outside say the same."""
    kept = GuidePage.objects.get(pk=page.pk).authored()
    data = {name: value for name, value in kept.items() if name not in ("topic", "slug")}
    if published:
        assert canonical(canonical(data)) == canonical(data)
        edition = Publication.objects.get(page_key=str(page.translation_key)).edition
        assert queries.project(kept) == edition.content
    assert f"{kept['topic']}/{kept['slug']}" in GuidePart().current([])
    assert list(checks.inside_and_outside()) == []
