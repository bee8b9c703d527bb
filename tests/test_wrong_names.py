"""Staff's tools given what no row can be called by: not found, and no fault."""

from __future__ import annotations

import pytest

from tests.tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

ADDRESSES = [
    "snippets/directory/place/edit/%00/",
    "snippets/directory/organisation/edit/%00/",
    "snippets/guide/word/edit/%00/",
    "snippets/pathway/step/edit/%00/",
    "choose/guide/word/chosen/%00/",
    "choose/guide/word/chosen-multiple/?id=%00",
    "choose/directory/phone/chosen/abc/",
    "choose/directory/phone/chosen-multiple/?id=abc",
    "bulk/guide/word/delete/?id=%00",
    "bulk/directory/phone/delete/?id=abc",
    "bulk/wagtailcore/page/delete/?id=abc",
    "api/main/pages/?search=%00",
]


def test_what_no_row_can_be_called_by_is_not_found():
    client = client_of("administrator")
    client.raise_request_exception = False
    answers = {address: client.get(f"/cms/{address}").status_code for address in ADDRESSES}
    assert answers == dict.fromkeys(ADDRESSES, 404)


def test_a_reader_whose_question_has_a_nul_in_it_gets_a_page(client):
    assert client.get("/en/ask/?q=doctor%00").status_code == 200
