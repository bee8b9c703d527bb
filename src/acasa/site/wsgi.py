"""What the web server runs: the door, the page cache, and Django behind both."""

from __future__ import annotations

import gc
import os
import re
from wsgiref.headers import Headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acasa.site.settings")
os.environ["ACASA_SERVES"] = "1"  # settings give this process's database connections their time limits

from acasa.foundation.web.keeping import die_with_main_process

die_with_main_process()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - settings are named first

django_application = get_wsgi_application()

import holidays.countries  # noqa: E402, F401 - now, and not while the first reader waits
from django.conf import settings  # noqa: E402 - needs Django to be set up
from django.urls import get_resolver  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from acasa.foundation.postgres.serving import refuse_wrong_database  # noqa: E402
from acasa.foundation.web.audience import refuse_undeclared_views  # noqa: E402
from acasa.foundation.web.door import Door  # noqa: E402
from acasa.foundation.web.page_cache import PageCache  # noqa: E402

refuse_wrong_database()
# All views and what they import are read here; else the first reader would wait two seconds for them.
_ = get_resolver().url_patterns
refuse_undeclared_views()
_hashed = re.compile(r"\.[0-9a-f]{12}\.")
pages = PageCache(django_application)


def _never_guess(headers: Headers, _path: str, _url: str) -> None:
    """A browser takes a file for what we say it is, as it does every page."""
    headers["X-Content-Type-Options"] = "nosniff"


application = WhiteNoise(
    pages,
    root=str(settings.STATIC_ROOT),
    prefix="static/",
    max_age=3600,
    immutable_file_test=lambda _path, url: bool(_hashed.search(url)),
    add_headers_function=_never_guess,
    mimetypes={".webmanifest": "application/manifest+json"},
)
door = Door(application, at_once=pages.at_once)
# What was loaded stays for good: looking through it for garbage cost a tenth of the time of a page made anew.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
