"""A form of a page as a browser would send it back unchanged."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client


class _Forms(HTMLParser):
    """Reads the fields of every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._open: dict[str, list[str]] | None = None
        self._textarea: tuple[str, list[str]] | None = None
        self._select: tuple[str, bool, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self._open = {}
            self.forms.append(self._open)
        if self._open is None or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            ticked = given.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in given:
                self._open.setdefault(name, []).append(given.get("value", "on" if ticked else ""))
        elif tag == "textarea" and name:
            self._textarea = (name, [])
        elif tag == "select" and name:
            self._select = (name, "multiple" in given, [])
        elif tag == "option" and self._select:
            self._select[2].append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._textarea and self._open is not None:
            # A browser leaves out the line break that opens a text area.
            self._open.setdefault(self._textarea[0], []).append("".join(self._textarea[1]).removeprefix("\n"))
            self._textarea = None
        elif tag == "select" and self._select and self._open is not None:
            name, several, options = self._select
            chosen = [value for value, selected in options if selected]
            if not several and not chosen and options:
                chosen = [options[0][0]]
            self._open.setdefault(name, []).extend(chosen)
            self._select = None


def form_of(client: Client, address: str) -> dict[str, str | list[str]]:
    """The largest form at an address: one value a field, a list where a field has several."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    reader = _Forms()
    reader.feed(answer.content.decode())
    fields = max(reader.forms, key=len)
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
