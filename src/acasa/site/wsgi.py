"""What the web server runs: the page cache in front of Django."""

from __future__ import annotations

import gc
import os
import re

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acasa.site.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

import holidays.countries  # noqa: E402, F401 - now, and not while the first reader waits
from django.conf import settings  # noqa: E402 - needs Django to be set up
from django.urls import get_resolver  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from acasa.foundation.web.page_cache import PageCache  # noqa: E402
from acasa.site.start import refuse_undeclared_views, refuse_wrong_role  # noqa: E402

refuse_wrong_role()
# All views and what they import are read here; else the first reader would wait two seconds for them.
_ = get_resolver().url_patterns
refuse_undeclared_views()
_hashed = re.compile(r"\.[0-9a-f]{12}\.")
application = WhiteNoise(
    PageCache(django_application),
    root=str(settings.STATIC_ROOT),
    prefix="static/",
    max_age=3600,
    immutable_file_test=lambda _path, url: bool(_hashed.search(url)),
)
# What was loaded stays for good: looking through it for garbage cost a tenth of the time of a page made anew.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
