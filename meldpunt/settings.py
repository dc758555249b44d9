"""All settings, one file, from the environment. A wrong value stops the start with a sentence that says what to do."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from meldpunt import logs

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """The environment variable `name`, or the content of the file that `name`_FILE points to (secrets as files)."""
    from_file = os.environ.get(f"{name}_FILE")
    if from_file:
        return Path(from_file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


MELDPUNT_ENV = env("MELDPUNT_ENV", "development")
if MELDPUNT_ENV not in {"development", "test", "production"}:
    raise ImproperlyConfigured(f"MELDPUNT_ENV is '{MELDPUNT_ENV}'; it must be development, test or production.")
PRODUCTION = MELDPUNT_ENV == "production"
DEBUG = False  # never: a debug page shows request bodies

DATA_DIR = Path(env("MELDPUNT_DATA", str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
SITE_ROOT = Path(env("MELDPUNT_SITE", str(BASE_DIR / "build" / "site"))).resolve()


def secret_key() -> str:
    """The secret that signs tokens. In production it is given; elsewhere made once and kept in the data folder."""
    given = env("SECRET_KEY")
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY is not set. Give it, or SECRET_KEY_FILE, 50 random characters or more.")
    kept = DATA_DIR / "secret-key"
    try:
        with kept.open("x", encoding="utf-8") as fresh:
            kept.chmod(0o600)
            fresh.write(get_random_secret_key())
    except FileExistsError:
        pass
    return kept.read_text(encoding="utf-8")


SECRET_KEY = secret_key()
ALLOWED_HOSTS = [host for host in env("ALLOWED_HOSTS", "" if PRODUCTION else "*").split(",") if host]
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Give the portal's host names, with commas between them.")

ADDRESS = env("MELDPUNT_ADDRESS", "" if PRODUCTION else f"http://localhost:{env('PORT', '8000')}").rstrip("/")
if not ADDRESS:
    raise ImproperlyConfigured("MELDPUNT_ADDRESS is not set. Give the portal's address, as it stands on posters.")

# The portal's onion service, `http://….onion`, for posters; empty when there is none.
ONION = env("MELDPUNT_ONION").rstrip("/")
if ONION and not re.fullmatch(r"https?://[a-z2-7]{56}\.onion", ONION):
    raise ImproperlyConfigured(f"MELDPUNT_ONION is '{ONION}'; it must be like http://(56 letters and digits).onion.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "ninja",
    "meldpunt.core",
    "meldpunt.site",
    "reports",
    "integrity_committee",
    "oversight",
]

MIDDLEWARE = [
    "meldpunt.headers.HeaderPolicyMiddleware",
    "meldpunt.headers.LetterboxMiddleware",
    "meldpunt.site.serving.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "meldpunt.urls"
WSGI_APPLICATION = "meldpunt.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {},
    },
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'meldpunt.sqlite3'}")),
}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an accepted report survives a power cut. secure_delete: what is erased is overwritten.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
    # Tests run on a file as well, with the same journal and the same flushes.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "meldpunt_cache"},
}
CACHES["default"]["OPTIONS"] = {} if REDIS_URL else {"MAX_ENTRIES": 200_000}

STORAGES = {
    "default": {"BACKEND": "reports.storage.SealedFiles", "OPTIONS": {"location": str(DATA_DIR / "attachments")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if env("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": env("S3_BUCKET"), "endpoint_url": env("S3_ENDPOINT"), "file_overwrite": True},
    }

LANGUAGES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية")]
LANGUAGE_CODE = "en"  # msgids are English; pages are rendered once per language
LOCALE_PATHS = [BASE_DIR / "build" / "locale"]  # compiled by build_site from locale/
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

AUTH_USER_MODEL = "integrity_committee.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "integrity_committee.backends.StaffBackend"]
# What arrives is 32 bytes stretched by scrypt in the browser already (protocol.md §2).
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

SESSION_COOKIE_NAME = "meldpunt-staff"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_PATH = "/api/v1/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
STAFF_IDLE = timedelta(minutes=30)
CSRF_USE_SESSIONS = True
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS").split(",") if origin]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"  # the database handler stores addresses and user agents
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = "integrity_committee.lockout.cool_off"
AXES_LOCKOUT_CALLABLE = "integrity_committee.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "integrity_committee.lockout.no_address"
MIGRATION_MODULES = {"axes": None}  # its tables have columns for addresses and user agents: they are never made
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # W006 asks for lockout by address; Meldpunt never looks at one

CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {}
if not REDIS_URL:
    _broker = DATA_DIR / "broker"
    _broker.mkdir(exist_ok=True, mode=0o700)
    for _folder in ("queue", "processed", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CONCURRENCY = 1

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
JSON_LIMIT = 2 * 1024 * 1024
PART_SIZE = 4 * 1024 * 1024
ATTACHMENT_LIMIT = 100 * 1024 * 1024  # of the file itself; the sealed form is a little larger

ALTCHA_COST = int(env("ALTCHA_COST", "5000"))
ALTCHA_PREFIX = env("ALTCHA_PREFIX", "00")

# Mails say that there is something to do, never what (integrity_committee/services/reminders.py).
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_TLS = env("EMAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "meldpunt@localhost")

LOGGING_CONFIG = None
logs.configure(DATA_DIR / "logs")

SECURE_HSTS = PRODUCTION
DEMONSTRATION = env("MELDPUNT_DEMO") == "1"
if DEMONSTRATION and PRODUCTION:
    raise ImproperlyConfigured(
        "Demonstration mode is refused when MELDPUNT_ENV=production: its keys are printed for all to see."
    )
