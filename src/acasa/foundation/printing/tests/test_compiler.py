"""Texts reach the paper as they are, in fonts of the house, as PDF/UA-1."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import psutil
import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from acasa.foundation.printing import compiler
from acasa.foundation.printing import typeset as program
from acasa.foundation.printing.compiler import compile_pdf, utf8
from acasa.foundation.printing.typeset import FONTS, ROOT, typeset

HEAD = """#set document(title: "Test", author: "Cluj")
#set text(font: ("Noto Sans", "Noto Naskh Arabic", "Noto Sans Devanagari"), lang: "ro")
#let data = json(bytes(sys.inputs.data))
"""
SHOWN = (HEAD + "#data.text").encode()
LETTER = Path(ROOT) / "information" / "letters" / "letter.typ"
MARKUP = '#panic("no") \\ $x$ *b* _i_ @a <l> `r` = h [c] {d} // e /* f */ #import "x" "; \' \\u{41} ~ -- ... https://a.b'


def written(**values: object) -> bytes:
    return utf8(json.dumps(values, ensure_ascii=False))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def claims_pdf_ua(reader: PdfReader) -> bool:
    return b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


@given(
    st.recursive(
        st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    )
)
@example(MARKUP)
@example('"}\n#panic("out")\n')
@settings(deadline=None, max_examples=150)
def test_a_template_gets_exactly_the_values_that_were_given(value: object) -> None:
    source = b"#metadata(json(bytes(sys.inputs.data))) <out>"
    found = typst.query(
        source,
        "<out>",
        field="value",
        one=True,
        sys_inputs={"data": written(value=value).decode()},
        font_paths=[FONTS],
    )
    assert json.loads(found) == {"value": value}


PARAGRAPHS = (
    HEAD
    + """#import "/foundation/printing/paper.typ": tight
#set text(size: if tight { 8pt } else { 12pt })
#for _ in range(data.lines) [mult #linebreak()]
#context [#metadata(counter(page).final().first()) <sheets>]"""
).encode()


@pytest.mark.parametrize(("lines", "sheets"), [(20, 1), (60, 1), (100, 2)])
def test_a_paper_that_takes_too_many_sheets_is_set_in_smaller_letters(lines, sheets) -> None:
    assert len(read(typeset(PARAGRAPHS, written(lines=lines), sheets=1)).pages) == sheets


def test_a_paper_without_a_limit_keeps_its_letters() -> None:
    assert len(read(typeset(PARAGRAPHS, written(lines=60))).pages) == 2


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
@example(re.sub(r"\s", "", MARKUP))
@settings(deadline=None, max_examples=60)
def test_typst_markup_in_a_text_is_printed_and_not_obeyed(text: str) -> None:
    shown = read(typeset(SHOWN, written(text=text))).pages[0].extract_text()
    assert re.sub(r"\s", "", shown) == text


@given(
    st.text(st.characters(codec="utf-8"), max_size=40)
    | st.text(st.characters(categories=["Cs", "Cc", "Co", "Cn"]))
)
@example("a\x00b \ud800 \ufffe 漢字 😀")
@settings(deadline=None, max_examples=60)
def test_whatever_a_text_holds_there_is_a_pdf(text: str) -> None:
    assert typeset(SHOWN, written(text=text)).startswith(b"%PDF-")


@pytest.mark.parametrize("text", ["Bună ziua", "كيف تسجّل؟", "क्लिनिक खोज्नुहोस्", "Лікар"])
def test_a_text_in_our_scripts_is_pdf_ua(text: str) -> None:
    reader = read(typeset(SHOWN, written(text=text)))
    assert claims_pdf_ua(reader)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "ro"


def test_what_no_font_can_show_is_printed_without_the_claim_and_noted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reader = read(typeset(SHOWN, written(text="gata ✅")))
    assert not claims_pdf_ua(reader)
    assert "gata" in reader.pages[0].extract_text()
    assert capsys.readouterr().err == "not PDF/UA, a character has no font: a source without a file\n"


def test_the_note_names_the_template_and_never_quotes_what_was_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "own_words.typ"
    template.write_text(HEAD + "#data.text")
    with patch.object(program, "ROOT", str(tmp_path)):
        typeset(template, written(text="Sok ខ្ញុំ"))
    assert capsys.readouterr().err == "not PDF/UA, a character has no font: own_words.typ\n"


def test_a_paper_that_never_ends_is_given_up() -> None:
    with patch.object(compiler, "LONGEST", 0.01), pytest.raises(TimeoutError, match=r"no PDF of letter\.typ"):
        compile_pdf(LETTER, ["{}"], made_at=datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_a_fault_while_values_are_made_leaves_no_process_behind() -> None:
    before = set(psutil.Process().children())
    started: list[psutil.Process] = []

    def pieces() -> Iterator[str]:
        started.extend(set(psutil.Process().children()) - before)
        yield "{"
        raise LookupError("no such page")

    with pytest.raises(LookupError, match="no such page"):
        compile_pdf(LETTER, pieces(), made_at=datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert len(started) == 1
    assert not started[0].is_running()


@pytest.mark.parametrize(
    "values", ["{}", "{", "[1]" * 100_000], ids=["not all", "no JSON", "more than a pipe holds"]
)
def test_a_process_that_fails_is_told_by_its_return_code(values: str) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        compile_pdf(LETTER, [values] * 3, made_at=datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_a_fault_in_a_template_is_not_hidden() -> None:
    with pytest.raises(typst.TypstError, match="unknown variable"):
        typeset((HEAD + "#nothing").encode(), written())


def test_the_same_input_gives_the_same_bytes() -> None:
    made = [typeset(SHOWN, written(text="a"), made_at=1_795_255_200) for _twice in range(2)]
    assert made[0] == made[1]
    assert read(made[0]).metadata.creation_date == datetime(2026, 11, 21, 10, tzinfo=UTC)


def test_only_shipped_fonts_are_known_and_each_can_be_told_from_the_others() -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]).fonts()
    variants = [(font.family, font.style, font.weight) for font in fonts]
    assert len(set(variants)) == len(variants) == len(list(Path(FONTS).glob("*.ttf")))
    assert sum(path.stat().st_size for path in Path(FONTS).iterdir()) < 6_000_000


def test_a_template_reads_nothing_outside_the_package() -> None:
    with pytest.raises(typst.TypstError, match="escape the project root"):
        typeset(b'#read("../../pyproject.toml")', written())
    assert Path(ROOT).name == "acasa"
