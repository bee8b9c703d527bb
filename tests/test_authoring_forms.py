"""The editors' forms speak the editor's language: labels, choices, and what was wrong."""

from __future__ import annotations

import polib
import pytest
from django.conf import settings
from django.utils.translation import override
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from acasa.foundation.texts import room_texts
from acasa.foundation.texts.authoring_forms import FactForm
from acasa.foundation.texts.management.commands import messages
from acasa.information.directory import authoring_forms
from acasa.information.directory.models import Audience
from acasa.information.guide.models import GuidePage
from acasa.information.pathway import authoring_forms as path_forms
from tests.tools.signed_in import client_of

from .form_fields import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

FORMS = [FactForm, *(model.snippet_viewset.form_class for model in get_snippet_models())]
CATALOGUE = [
    one
    for folder in settings.LOCALE_PATHS
    for one in polib.pofile(str(folder / "ro" / "LC_MESSAGES" / "django.po"))
]
OF_ROOMS = [said for path in room_texts.files(messages.ROOT) for said in room_texts.read(path).items()]
SAME = {one.msgid for one in CATALOGUE if one.msgid == one.msgstr} | {
    text for text, said in OF_ROOMS if said.get("ro") == text
}
"""What Romanian says as English does."""


def is_romanian(text) -> bool:
    """Whether a label is said in Romanian where the room speaks Romanian."""
    with override("en"):
        english = str(text)
    with override("ro"):
        return str(text) != english or english.lower() in {one.lower() for one in SAME}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_is_called_in_the_editors_language(form):
    assert {FactForm, path_forms.StepForm, authoring_forms.PlaceForm} <= set(FORMS)
    with override("en"):
        made = form()
        english = {name: str(field.label) for name, field in made.fields.items()}
    with override("ro"):
        for name, field in form().fields.items():
            if not field.widget.is_hidden:
                assert str(field.label) != english[name] or english[name] in SAME, name
                assert not field.help_text or is_romanian(field.help_text), (name, str(field.help_text))
    for called in (form._meta.model._meta.verbose_name, form._meta.model._meta.verbose_name_plural):
        assert is_romanian(called), str(called)


def test_the_form_of_a_page_is_in_the_editors_language_whole():
    made = {}
    for language in ("en", "ro"):
        with override(language):
            form = GuidePage.get_edit_handler().get_form_class()(instance=GuidePage.objects.first())
            made[language] = {n: str(f.label) for n, f in form.fields.items() if n not in FROM_WAGTAIL}
            assert "audience" in made[language]
    assert {n for n, label in made["ro"].items() if label == made["en"][n] and label not in SAME} == set()
    assert all(is_romanian(label) for _code, label in Audience.choices)
    blocks = [form.fields["blocks"].block]
    while blocks:
        block = blocks.pop()
        blocks += getattr(block, "child_blocks", {}).values()
        assert block.name in ("", "blocks") or is_romanian(block.label), (block.name, block.label)


FROM_WAGTAIL = {
    "title", "slug", "seo_title", "show_in_menus", "search_description", "go_live_at", "expire_at", "comment_notifications",
    "locale",
}  # fmt: skip


def test_a_question_with_a_comma_stays_one_question():
    field = GuidePage.get_edit_handler().get_form_class().base_fields["questions"]
    questions = field.clean("Unde merg, dacă e închis?\n\n  Cât costă?  ")
    assert questions == ["Unde merg, dacă e închis?", "Cât costă?"]
    assert field.clean(field.prepare_value(questions)) == questions


@pytest.mark.parametrize(
    ("address", "changed"),
    [
        ("pathway/step/edit/permit-study", {"when": "purpose: play"}),
        ("pathway/step/edit/permit-study", {"due": "soon"}),
        ("pathway/step/edit/permit-study", {"after": "nowhere"}),
        ("pathway/step/edit/permit-study", {"repeat": "often"}),
        ("pathway/question/edit/arrived", {"kind": "choice", "options": "a: A"}),
        ("pathway/persona/edit/student-nepal", {"facts": "arrived: soon"}),
        ("letters/letter/edit/family-doctor-registration", {"written": "title: [x"}),
        ("letters/letter/edit/family-doctor-registration", {"written": "title: Cerere"}),
    ],
)
def test_what_is_wrong_is_said_in_the_editors_language(address, changed):
    editor = client_of("editor")
    address = f"/cms/snippets/{address}/"
    form = form_of(editor, address) | changed

    def said(language: str) -> set[str]:
        UserProfile.objects.update_or_create(user_id=editor.session["_auth_user_id"], defaults={"preferred_language": language})  # fmt: skip
        answer = editor.post(address, form)
        assert answer.status_code == 200
        return {str(one) for errors in answer.context["form"].errors.values() for one in errors}

    english, romanian = said("en"), said("ro")
    assert english
    assert romanian
    assert english.isdisjoint(romanian)
