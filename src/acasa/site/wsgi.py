"""What the web server runs: the page cache in front of Django."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acasa.site.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from acasa.site.page_cache import PageCache  # noqa: E402 - needs the settings
from acasa.site.start import refuse_wrong_role  # noqa: E402

refuse_wrong_role()
application = PageCache(django_application)
