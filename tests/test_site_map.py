"""The map of the site: every room's pages are on it by themselves, and each is there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from acasa.foundation.web.public import listed_paths
from acasa.information.directory.models import Organisation
from acasa.information.guide.models import Publication
from acasa.information.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def of_one_language() -> list[str]:
    found = re.findall(r"<loc>http://[^/]+/ne(/[^<]*)</loc>", Client().get("/sitemap.xml").content.decode())
    assert len(found) == len(set(found))
    return found


def test_what_newcomers_read_is_on_the_map():
    paths = set(of_one_language())
    assert paths >= {
        "/",
        "/guide/",
        "/places/",
        "/actors/",
        "/words/",
        "/emergency/",
        "/path/",
        "/letters/",
        "/about/",
    }
    assert paths >= {f"/guide/{page.address}/" for page in Publication.objects.all()}
    assert paths >= {f"/places/{one.slug}/" for one in Organisation.objects.all()}
    assert paths >= {f"/letters/{one.slug}/" for one in Letter.objects.all()}
    assert not [path for path in paths if "thanks" in path or "report" in path or path.endswith(".pdf")]


def test_every_page_on_the_map_is_there():
    client = Client()
    found = of_one_language()
    for path in [*listed_paths(), *found[::7]]:
        assert client.get(f"/ne{path}").status_code == 200, path
