"""``acasa messages``: collects the words of the interface into catalogues by language and audience; compiles them.

What readers see is complete in every language of the interface; what only staff see, in those in which staff work.
What only one room says stands in the room, where it has a ``texts.yaml``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Container, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import (
    block_re,
    constant_re,
    context_re,
    endblock_re,
    inline_re,
    plural_re,
)

from acasa.foundation.texts import room_texts

ROOT = Path(settings.SOURCE).parent
KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "gettext": None,
    "Said": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_lazy_pair": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PUBLIC, STAFF = AUDIENCES = ("readers", "staff")
"""For whom a text is, in the order of ``LOCALE_PATHS``."""

_STAFF_ROOMS = {"staff", "people", "feed", "guard", "packs"}
_STAFF_FILES = {
    "waiting", "grants", "checks", "wagtail_hooks", "actions", "pointers", "receivers", "scheduling",
    "pack_parts", "schemas",
}  # fmt: skip
"""Beside every file with *authoring* in its name."""

_STAFF_FOLDERS = {"authoring", "staff", "feed", "account", "allauth", "mfa", "wagtailadmin", "403.html"}
"""Folders of templates, and templates, that only staff see."""

Found = tuple[str | tuple[str, ...], str | None]
"""A message (or its singular and plural) and its context."""


class Command(BaseCommand):
    help = "Collect the interface's texts for translation; --compile writes what the site reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="only write the .mo files")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail where a catalogue is behind"
        )

    def handle(self, *args: Any, compile: bool, check: bool, **options: Any) -> None:
        codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        staff_codes = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES if code in codes]
        if compile:
            self._compile_all(codes)
            return
        found = list(_found())
        collected, behind, missing, written = _collected(found), [], [], []
        known: dict[str, Catalog] = {}
        for audience, folder in zip(AUDIENCES, settings.LOCALE_PATHS, strict=True):
            for code in codes if audience == PUBLIC else staff_codes:
                path = _catalogue_path(folder, code)
                known.setdefault(code, _before(code, path))
                catalog = _updated(code, path, collected[audience])
                behind += self._look_at(catalog, path, f"{code} ({audience})", check=check)
                place = _catalogue_path(folder, "{language}")
                missing += [(place, code, str(one.id)) for one in catalog if one.id and not _translated(one)]
                written.append((path, _written(catalog)))
        for room, said in _of_rooms(found).items():
            path = room / room_texts.NAME
            needed = {text: codes if audience == PUBLIC else staff_codes for text, audience in said.items()}
            before = room_texts.read(path)
            texts = room_texts.updated(needed, before, known)
            for code in codes:
                catalog = Catalog(locale=code)
                room_texts.add_to(catalog, texts, code)
                _refuse_faults(catalog, path)
            missing += [(path, code, text) for code, text in room_texts.missing(texts)]
            behind += [str(path.relative_to(ROOT))] if check and texts != before else []
            written.append((path, room_texts.written(texts).encode()))
        if not check:  # after all were read: a text that changed its place takes its translation along
            for path, text in written:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
        self._list(missing)
        if behind or (check and missing):
            told = f"behind the source: {', '.join(behind)}. Run `acasa messages`." if behind else ""
            untold = f"{len(missing)} translations are missing; they are listed above." if missing else ""
            raise CommandError(f"{told} {untold}".strip())

    def _list(self, missing: list[tuple[Path, str, str]]) -> None:
        """Says once of each text where it is missing, so that it can be copied and translated in one go."""
        languages: dict[tuple[Path, str], list[str]] = {}
        for path, code, text in missing:
            languages.setdefault((path, text), []).append(code)
        place: Path | None = None
        for (path, text), codes in languages.items():
            if path != place:
                self.stdout.write(f"\nNot translated in {path.relative_to(ROOT)}:")
                place = path
            self.stdout.write(f"  {' '.join(codes)}: {text}")

    def _compile_all(self, codes: list[str]) -> None:
        """Writes what Django reads; what stands in rooms is compiled with the readers' catalogues.

        English has a catalogue too: of what libraries say that is not so here.
        """
        rooms = [room_texts.read(path) for path in room_texts.files(ROOT)]
        for folder in settings.LOCALE_PATHS:
            for code in [settings.LANGUAGE_CODE, *codes]:
                path = _catalogue_path(folder, code)
                if not path.exists():
                    continue
                catalog = _before(code, path)
                for texts in rooms if folder == settings.LOCALE_PATHS[0] else ():
                    room_texts.add_to(catalog, texts, code)
                _compile(path, catalog)
                scripts = path.with_name("djangojs.po")  # what Wagtail's scripts say, kept by hand
                if scripts.exists():
                    with scripts.open("rb") as file:
                        _compile(scripts, read_po(file, locale=code, domain="djangojs"))

    def _look_at(self, catalog: Catalog, path: Path, name: str, *, check: bool) -> list[str]:
        """Says how far a catalogue is; its name where it is behind. Raises CommandError where it has faults."""
        _refuse_faults(catalog, path)
        done = sum(bool(_translated(message)) for message in catalog if message.id)
        self.stdout.write(f"{name}: {done} of {len(catalog)} translated")
        stale = not path.exists() or path.read_bytes() != _written(catalog)
        return [name] if check and stale else []


def _compile(path: Path, catalog: Catalog) -> None:
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _refuse_faults(catalog: Catalog, path: Path) -> None:
    """Raises CommandError where a translation does not fit its text."""
    faults = [
        f"{message.id}: {error}"
        for message in catalog
        if message.id and _translated(message)
        for error in message.check(catalog)
    ]
    if faults:
        raise CommandError(f"{path}: " + "; ".join(faults))


def _catalogue_path(folder: str | Path, code: str) -> Path:
    return Path(folder) / code.replace("-", "_") / "LC_MESSAGES" / "django.po"


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def _updated(code: str, path: Path, template: Catalog) -> Catalog:
    """The catalogue of a language with the messages of the source, keeping what was translated."""
    catalog = _before(code, path)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    for other in settings.LOCALE_PATHS:
        moved = _catalogue_path(other, code)
        if moved != path and moved.exists():
            known = _before(code, moved)
            for message in catalog:
                before = known.get(message.id, context=message.context) if message.id else None
                if before is not None and not _translated(message):
                    message.string = before.string
    for texts in map(room_texts.read, room_texts.files(ROOT)):
        for message in catalog:
            if isinstance(message.id, str) and not message.context and not _translated(message):
                message.string = texts.get(message.id, {}).get(code, "")
    return catalog


def _before(code: str, path: Path) -> Catalog:
    """A catalogue as it is kept; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=code, domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=code, domain="django")


def _written(catalog: Catalog) -> bytes:
    """The catalogue as it is kept: no line numbers and no dates, so that a change shows only what changed."""
    out = BytesIO()
    write_po(
        out,
        catalog,
        width=110,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    # Who drafted and who checked a catalogue stands in its first comment, and stays there.
    said = [line for line in catalog.header_comment.splitlines() if "rafted" in line or "hecked" in line]
    header = "".join(f"{line}\n" for line in said) + (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def _found() -> Iterator[tuple[str, Path, int, Found]]:
    """Everything the interface says, from Python and from templates, with its audience.

    A text that readers see too is theirs.
    """
    found: list[tuple[str, Path, int, Found]] = []
    for path in sorted(ROOT.rglob("*")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        if path.suffix == ".py":
            staff_lines = _for_staff(path)
            for line, message, keyword in _in_python(path):
                seen_by = STAFF if keyword == "Said" or line in staff_lines else PUBLIC
                found.append((seen_by, path, line, message))
        elif path.suffix in (".html", ".txt", ".xml") and "templates" in path.parts:
            seen_by = STAFF if _STAFF_FOLDERS & {*path.parts, path.name} else PUBLIC
            found += [(seen_by, path, line, message) for line, message in _in_template(path.read_text())]
    public = {message for audience, _path, _line, message in found if audience == PUBLIC}
    for audience, path, line, message in found:
        if audience == PUBLIC or message not in public:
            yield audience, path, line, message


def _of_rooms(found: Iterable[tuple[str, Path, int, Found]]) -> dict[Path, dict[str, str]]:
    """By room that keeps its texts itself: what it alone says, with its audience."""
    said_by: dict[Found, set[Path | None]] = {}
    for _audience, path, _line, message in found:
        said_by.setdefault(message, set()).add(room_texts.room_of(path, ROOT))
    own: dict[Path, dict[str, str]] = {path.parent: {} for path in room_texts.files(ROOT)}
    for audience, _path, _line, message in found:
        (text, context), rooms = message, said_by[message]
        room = next(iter(rooms))
        if len(rooms) == 1 and room and isinstance(text, str) and not context:
            own[room].setdefault(text, audience)
    return own


def _collected(found: Collection[tuple[str, Path, int, Found]]) -> dict[str, Catalog]:
    """What stands in the site's catalogues, by audience."""
    in_rooms = {text for texts in _of_rooms(found).values() for text in texts}
    catalogs = {audience: Catalog(charset="utf-8") for audience in AUDIENCES}
    for audience, path, line, (text, context) in found:
        if not context and text in in_rooms:
            continue
        flags = ("python-format",) if "%(" in str(text) else ()
        # A room with a file of its own leaves no mark in the catalogues, where it says what others say.
        places = [] if room_texts.room_of(path, ROOT) else [(str(path.relative_to(ROOT)), line)]
        catalogs[audience].add(text, locations=places, context=context, flags=flags)
    return catalogs


def _for_staff(path: Path) -> Container[int]:
    """The lines of a module whose texts only staff see: all, none, or in models all but the names of choices."""
    if _STAFF_ROOMS & set(path.parts) or path.stem in _STAFF_FILES or "authoring" in path.stem:
        return range(sys.maxsize)
    if "models" not in (path.stem, path.parent.name):
        return ()
    lines = set(range(1, len(path.read_text(encoding="utf-8").splitlines()) + 1))
    for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(one, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in one.bases):
            lines -= set(range(one.lineno, (one.end_lineno or one.lineno) + 1))
    return lines


def _in_python(path: Path) -> Iterator[tuple[int, Found, str]]:
    """The texts of a module. Raises CommandError where one stands inside an f-string, in which none is found."""
    for written in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(written, ast.JoinedStr):
            for call in ast.walk(written):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in KEYWORDS
                ):
                    raise CommandError(f"{path}:{call.lineno}: take the text out of the f-string")
    for keyword, arguments in KEYWORDS.items():  # one after the other, for the extractor keeps no keyword
        with path.open("rb") as file:
            for line, message, _comments, context in extract("python", file, keywords={keyword: arguments}):
                if message:
                    text = tuple(message) if isinstance(message, (list, tuple)) else message
                    yield line, (text, context), keyword


def _in_template(source: str) -> Iterator[tuple[int, Found]]:
    """The texts of ``{% translate %}``, ``{% blocktranslate %}`` and ``_("")``, cut as Django itself cuts them."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        inline = inline_re.match(token.contents) if token.token_type == TokenType.BLOCK else None
        block = block_re.match(token.contents) if token.token_type == TokenType.BLOCK else None
        if inline:
            named = context_re.match(inline[2] or "")
            yield token.lineno or 0, (inline[1][1:-1].replace("%", "%%"), named[1][1:-1] if named else None)
        elif block:
            context = block[2][1:-1] if block[2] else None
            yield token.lineno or 0, (_block(tokens, trimmed="trimmed" in token.split_contents()), context)
        for constant in constant_re.findall(token.contents):
            yield token.lineno or 0, (constant[1:-1], None)


def _block(tokens: Iterator[Any], *, trimmed: bool) -> str | tuple[str, ...]:
    """The message of a ``blocktranslate``, read up to its end; a pair where it has a plural."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
            parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if trimmed:
        texts = [trim_whitespace(text) for text in texts]
    return texts[0] if len(texts) == 1 else (texts[0], texts[1])
