"""Django's settings. What a city may change comes from the environment; see docs/reference/settings.md."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from . import environment as env
from .rooms import rooms

SOURCE = Path(__file__).resolve().parent
REPOSITORY = SOURCE.parents[2]
VAR = env.folder("ACASA_VAR", REPOSITORY / "var")
PACK = env.folder("ACASA_PACK", REPOSITORY / "packs" / "cluj")

DEBUG = False
DEMONSTRATION = env.flag("ACASA_DEMONSTRATION", default=False)
BASE_URL = env.text("ACASA_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
BEHIND_TLS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ACASA_HOSTS", ["127.0.0.1", "localhost", "[::1]", "testserver"])


def _secret_key() -> str:
    given = env.text("ACASA_SECRET_KEY")
    if given:
        if len(given) < 40:
            raise env.SettingInvalid("ACASA_SECRET_KEY: expected at least 40 random characters")
        return given
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(60))
    return path.read_text()


SECRET_KEY = _secret_key()
# The former keys, after a change: sessions, links and sealed secrets made with them are still read.
SECRET_KEY_FALLBACKS = env.words("ACASA_SECRET_KEY_BEFORE", [])

# Two roles: acasa_app serves, acasa_owner migrates. Commands that change tables ask for the owner.
_serving = env.database("DATABASE_URL")
_owner = env.database("DATABASE_OWNER_URL")
if _serving and not _owner and env.flag("ACASA_AS_OWNER", default=False):
    raise env.SettingInvalid(
        "DATABASE_OWNER_URL: expected beside DATABASE_URL for migrating (role acasa_owner)"
    )
_chosen = _owner if env.flag("ACASA_AS_OWNER", default=False) else _serving
# A statement of the web server that takes so long helps no reader any more; commands, loads and jobs may take longer.
_LIMITS = {"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **(_chosen or env.Database("", "", "acasa", "acasa_app", "", {})).as_django(),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
if env.flag("ACASA_SERVES", default=False):  # acasa.site.wsgi says so
    _given = DATABASES["default"]["OPTIONS"].get("options", "")
    _options = " ".join(f"-c {name}={limit}" for name, limit in _LIMITS.items())
    DATABASES["default"]["OPTIONS"]["options"] = (
        f"{_options} {_given}".strip()
    )  # what the city says comes last
DATABASES["default"]["TEST"] = {"NAME": env.text("ACASA_TEST_DATABASE", "acasa_test")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    *rooms(),
    "acasa.site",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_cotton",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "acasa.site.middleware.SecurityHeaders",
    "acasa.site.middleware.LanguageOfAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "acasa.site.middleware.ActingPerson",
    "acasa.foundation.staff.opening.SpeaksWithStaff",
    "acasa.foundation.staff.opening.OpensToItsAudience",
    "acasa.site.middleware.FindsNothingWhereNothingCanBe",
]

ROOT_URLCONF = "acasa.site.urls"
WSGI_APPLICATION = "acasa.site.wsgi.application"
APPEND_SLASH = True

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "acasa.foundation.texts.templatetags.texts",
                "acasa.foundation.texts.templatetags.page",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "acasa.foundation.city.context.page",
            ],
        },
    }
]
COTTON_DIR = "cotton"

# Languages: BCP 47 codes that the interface knows; a city chooses among them in its pack.
django.conf.locale.LANG_INFO.setdefault(
    "ps", {"bidi": True, "code": "ps", "name": "Pashto", "name_local": "پښتو"}
)
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ro", _("Romanian")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
    ("uk", _("Ukrainian")),
    ("ne", _("Nepali")),
    ("ur", _("Urdu")),
    ("ps", _("Pashto")),
    ("bn", _("Bengali")),
]
LOCALE_PATHS = [SOURCE / "locale", SOURCE / "locale_staff"]  # what readers see, what only staff see
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["acasa.site.formats"]
TIME_ZONE = "UTC"
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ro", "Română")]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [SOURCE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["acasa.foundation.staff.accounts.ByRoles"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "acasa.foundation.staff.passwords.Guessable"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "acasa.site.views.without_token"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "acasa.foundation.staff.accounts.ByInvitation"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "acasa.foundation.people.invitations.OnlyOfOpenAccounts"
LOCKED_AFTER = 10
# Ten failures lock an account for a while; many people sign in from one address of the city's network.
# The same counter holds for codes of the second factor. A mail with a link is asked for by anybody: five an hour.
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{LOCKED_AFTER}/15m/key,100/15m/ip",
    "login": "60/m/ip",
    "reset_password": "60/h/ip,5/h/key",
    "reset_password_from_key": "30/15m/ip",
    "change_password": "10/15m/user",
    "reauthenticate": "20/15m/user",
}
# Our own notices say what happened in the person's language and without the address (staff/at_the_door.py).
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # who can read the mail has no second factor
MFA_ADAPTER = "acasa.foundation.staff.second_factors.SealedFactors"
MFA_FORMS = {
    "authenticate": "acasa.foundation.staff.second_factors.CodeForm",
    "reauthenticate": "acasa.foundation.staff.second_factors.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An administrator gives the address; who could not set up a factor before proving it could never come in.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Acasă"
MFA_TOTP_TOLERANCE = 1  # one step for a slow hand or clock (RFC 6238, section 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES: list[str] = []  # the room keeps the city's time
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y", "%d.%m.%Y %H:%M"  # read in every language of staff
WAGTAIL_SITE_NAME = "Acasă"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# What is typed is kept when its author says so: a trial must not be published with the next change.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SESSION_ENGINE = "acasa.foundation.people.sessions"
SESSION_IDLE_SECONDS = env.number("ACASA_IDLE_MINUTES", 60, least=5, most=720) * 60
SESSION_LONGEST_SECONDS = 12 * 3600
# The row outlives the session, so that what is sent just after its end is not lost (people/sessions.py ends it).
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS + 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# “__Host-”: a browser takes such a cookie from this very host over TLS alone (RFC 6265bis, 4.1.3.2).
_HOST = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME = f"{_HOST}acasa-session"
CSRF_COOKIE_NAME = f"{_HOST}acasa-csrf"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("ACASA_MAIL_HOST")
    else ("django.core.mail.backends.dummy.EmailBackend")
)
EMAIL_HOST = env.text("ACASA_MAIL_HOST")
EMAIL_PORT = env.number("ACASA_MAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("ACASA_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("ACASA_MAIL_PASSWORD")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 10  # seconds; a mail server that is away must not hold those who sign in
SECURITY_CONTACT = env.text("ACASA_SECURITY_CONTACT")
DEFAULT_FROM_EMAIL = env.text("ACASA_MAIL_FROM", "acasa@localhost")

# Failed sign-ins are counted in the database, by all processes together and over a restart. Anonymous forms are
# counted by each process for itself and never stored; the proxy in front counts for all (see the how-to).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "KEY_FUNCTION": "acasa.foundation.web.limits.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
PAGE_CACHE_BYTES = env.number("ACASA_PAGE_CACHE_MB", 48, least=1, most=4096) * 1024 * 1024
TRUSTED_PROXIES = env.number("ACASA_TRUSTED_PROXIES", 0, least=0, most=5)

LOGGING_CONFIG = "acasa.foundation.web.logs.configure"
LOGGING = {"level": env.text("ACASA_LOG_LEVEL", "INFO")}

SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W001", "security.W004", "security.W008"]
NINJA_PAGINATION_PER_PAGE = 50
