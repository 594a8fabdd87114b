"""Settings of every process. Values that differ per installation come from ``kernel.config``; nothing here is a secret."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nabij.kernel import config as _config

CONFIG = _config.load()

DEBUG = False
NABIJ_DEMO = DEMO = CONFIG.demo
SECRET_KEY = CONFIG.secret_key
NABIJ_HOME = Path(CONFIG.home)
#: Where test messages of the duty line go; in a demo a number that rings nobody.
NABIJ_DUTY_TEST_NUMBER = CONFIG.duty_test_number or ("+32470000099" if DEMO else "")
NABIJ_BLOBS = Path(CONFIG.media)
NABIJ_PUBLISHED = Path(CONFIG.published)
NABIJ_KEY_FILE = NABIJ_HOME / "keys" / "installation.key"
DATABASE_OWNER_URL = CONFIG.database_owner_url
PORT = CONFIG.port
PLATFORM_HOSTS = tuple(CONFIG.hosts)
SITE_DOMAIN = CONFIG.site_domain
#: Ports on which a municipality answers without a host name of its own; only in a demo.
NABIJ_SITE_PORTS = tuple(str(CONFIG.site_ports_first + n) for n in range(13)) if DEMO and CONFIG.site_ports_first else ()
DEFAULT_FROM_EMAIL = f"Nabij <nabij@{CONFIG.site_domain}>"
EMAIL_BACKEND = "nabij.connect.gateway.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"

_hosts = {*PLATFORM_HOSTS, f".{SITE_DOMAIN}"}
ALLOWED_HOSTS = [*_hosts, "127.0.0.1", "[::1]"] if DEMO else list(_hosts)

INSTALLED_APPS = [
    "nabij.kernel.tenancy",
    "nabij.kernel.identity",
    "nabij.kernel.audit",
    "nabij.kernel.events",
    "nabij.kernel.jobs",
    "nabij.kernel.notices",
    "nabij.kernel.drafts",
    "nabij.kernel.modules",
    "nabij.kernel.calendar",
    "nabij.kernel.geo",
    "nabij.kernel.blobs",
    "nabij.design",
    "nabij.modules.programme",
    "nabij.modules.meldpunt",
    "nabij.modules.archive",
    "nabij.modules.dossier",
    "nabij.modules.website",
    "nabij.modules.desk",
    *(["nabij.demo"] if DEMO else []),
    "nabij.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]

NABIJ_MODULES = [
    "nabij.kernel.modules.own.MANIFEST",
    "nabij.modules.desk.manifest.MANIFEST",
    "nabij.modules.programme.manifest.MANIFEST",
    "nabij.modules.meldpunt.manifest.MANIFEST",
    "nabij.modules.archive.manifest.MANIFEST",
    "nabij.modules.dossier.manifest.MANIFEST",
    "nabij.modules.website.manifest.MANIFEST",
]
NABIJ_KERNEL_JOBS = [
    "nabij.kernel.jobs.nightly",
    "nabij.kernel.events.jobs",
    "nabij.kernel.notices.jobs",
    "nabij.kernel.drafts.jobs",
    "nabij.kernel.audit.jobs",
    "nabij.kernel.blobs.jobs",
]
#: Before the go of the regional project, and in a demo, only test numbers may stand in a social file; afterwards only real ones.
NABIJ_TEST_NUMBERS = DEMO
NABIJ_NIGHTLY = {
    "nabij.kernel.audit.jobs.make_partitions": "region",
    "nabij.kernel.blobs.jobs.collect": "each",
    "nabij.kernel.drafts.jobs.forget_old": "each",
    "nabij.kernel.notices.jobs.letters_arrived": "each",
    "nabij.kernel.blobs.jobs.sweep": "each",
}
NABIJ_TRANSPORTS = {
    "email": "nabij.connect.mail.Transport",
    "sms": "nabij.connect.sms.first_provider",
}
NABIJ_PUBLIC_URLCONF = "nabij.site.urls.public"
NABIJ_STAFF_URLCONF = "nabij.site.urls.staff"
NABIJ_API = "nabij.site.api.api"
NABIJ_FOREIGN_VIEWS = ("allauth.", "ninja.", "django.contrib.staticfiles")
ROOT_URLCONF = NABIJ_STAFF_URLCONF

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nabij.site.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nabij.modules.website.serving.PublishedPages",
    "nabij.site.middleware.Methods",
    "nabij.site.copies.LastCopies",
    "nabij.site.middleware.Hosts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nabij.site.middleware.SameOrigin",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nabij.site.middleware.Trouble",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "nabij.site.context.shell",
            ],
        },
    }
]
WSGI_APPLICATION = "nabij.site.wsgi.application"


def _migrating() -> bool:
    return os.environ.get("NABIJ_AS_OWNER") == "1" or "migrate" in sys.argv[1:2]


DATABASES = {
    "default": _config.django_database(
        CONFIG.database_owner_url if _migrating() else CONFIG.database_url, connect_timeout=5
    )
    | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
}
if os.environ.get("NABIJ_POOL"):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": int(os.environ["NABIJ_POOL"]), "timeout": 2}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Last known names and phone numbers, for the page that says that the database does not answer.
    "lasting": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": NABIJ_HOME / "cache", "TIMEOUT": None},
}

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "nabij.site.sign_in.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "/aanmelden"
LOGIN_REDIRECT_URL = "/werk"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "nabij_sessie" if DEMO else "__Host-nabij"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
NABIJ_IDLE_S = 30 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_HSTS_SECONDS = 0 if DEMO else 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_COOKIE_SECURE = not DEMO
X_FRAME_OPTIONS = "DENY"
# A form page sets no cookie: requests are checked by Origin and Sec-Fetch-Site (see middleware.SameOrigin).
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]

STATIC_URL = "/static/"
STATIC_ROOT = NABIJ_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nabij.site.statics.Storage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "français"), ("en", "English")]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"nabij": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
