"""Settings, read from the environment."""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext

from ankang_api import navigation
from ankang_api.configuration import logs
from ankang_api.configuration.database import database, replica, sqlite
from ankang_api.configuration.public_url import networks, public_url
from ankang_api.configuration.secret_key import secret_key
from ankang_api.configuration.time_zone import time_zone
from ankang_api.configuration.variables import Variables
from ankang_api.publication import read_publication

django_stubs_ext.monkeypatch()  # lets annotations name Field[...] and ModelAdmin[...] at run time

BASE_DIR = Path(__file__).resolve().parent.parent
env = Variables()

RELEASE = "0.7.0"
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.texts("CSRF_TRUSTED_ORIGINS")

FIXTURE_FOLDER = env.path("FIXTURE_FOLDER", default=BASE_DIR / "fixtures")
"""Where load_fixtures reads: publication.json, codelists/ and one folder for each report."""
PUBLICATION = read_publication(FIXTURE_FOLDER)
"""Title, publisher, licence, contact and attribution."""

PUBLIC_URL = env.parsed("PUBLIC_URL", public_url)
"""The URL at which clients reach the service, behind a proxy: https://data.example.org or with a path behind it."""
TRUSTED_PROXIES = env.parsed("TRUSTED_PROXIES", networks)
"""Addresses and networks of proxies, whose Forwarded or X-Forwarded-For and -Proto give the client and the scheme."""
SHARED_CACHE_SECONDS = env.number("SHARED_CACHE_SECONDS", default=0)
"""For how many seconds a proxy or CDN may send a response of the newest revision; 0: it revalidates each time."""
CONNECTIONS_PER_ADDRESS = env.number("CONNECTIONS_PER_ADDRESS", default=100, least=1)
"""Connections that an address other than a proxy's may open to each worker."""
OPERATIONS_PORT = env.number("OPERATIONS_PORT", default=0, most=65535)
"""The port of /livez, /readyz and /metrics; 0: they are not served."""
OPERATIONS_HOST = env.text("OPERATIONS_HOST", default="127.0.0.1")

if PUBLIC_URL.host:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, PUBLIC_URL.hostname]
    CSRF_TRUSTED_ORIGINS = [*CSRF_TRUSTED_ORIGINS, PUBLIC_URL.origin]
    FORCE_SCRIPT_NAME = PUBLIC_URL.prefix or None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.is_https
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_URL.is_https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # ankang_api.http.middleware.Csrf is Django's, for pages alone
    "security.W005",  # other services of the domain may have no HTTPS
    "security.W008",  # the proxy redirects HTTP to HTTPS
    "security.W021",  # the domain is not ours alone to put on the preload list
]

INSTALLED_APPS = [
    "ankang_api",
    "programmes",
    "indicators",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "ankang_api.apps.StaticFiles",
    "axes",
]

MIDDLEWARE = [
    "ankang_api.http.middleware.published_headers",
    "django.middleware.security.SecurityMiddleware",
    "ankang_api.static_files.StaticFiles",
    "ankang_api.http.middleware.Sessions",
    "ankang_api.http.middleware.Locale",
    "ankang_api.http.middleware.force_language",
    "ankang_api.http.middleware.page_time_zone",
    "django.middleware.common.CommonMiddleware",
    "ankang_api.http.middleware.Csrf",
    "ankang_api.http.middleware.Authentication",
    "ankang_api.http.middleware.Messages",
    "ankang_api.views.error_pages.KeepTyped",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ankang_api.http.middleware.content_security_policy",
    "ankang_api.http.statement_timeout.StatementTimeout",
    "ankang_api.http.conditional.Conditional",
    "axes.middleware.AxesMiddleware",
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

LOGIN_FAILURE_LIMITS = {("username", "ip_address"): 5, ("username",): 20, ("ip_address",): 50}
"""How many failures within AXES_COOLOFF_TIME lock a name from an address, a name from all, and all from an address."""
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_HANDLER = "ankang_api.admin.login_locks.LoginLocks"
AXES_FAILURE_LIMIT = 1  # of the limits above
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # the failures that a log-in that succeeds resets
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # further attempts do not extend the lock
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # any client can send X-Forwarded-For
AXES_LOCKOUT_CALLABLE = "ankang_api.admin.locked_page.locked_response"
AXES_VERBOSE = False

# All resources come from this host; inline scripts and styles are not executed.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

ROOT_URLCONF = "ankang_api.urls"
CSRF_FAILURE_VIEW = "ankang_api.views.error_pages.csrf_failure"
WSGI_APPLICATION = "ankang_api.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL")
PGBOUNCER = env.flag("PGBOUNCER")
"""Whether DATABASE_URL names PgBouncer in transaction mode: nothing is prepared, and no session state is used."""
DATABASES = {
    "default": database(DATABASE_URL, pgbouncer=PGBOUNCER)
    if DATABASE_URL
    else sqlite(BASE_DIR / "data" / "ankang.sqlite3")
}
DATABASE_REPLICA_URL = env.text("DATABASE_REPLICA_URL")
"""A standby of DATABASE_URL, from which the API reads."""
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = replica(DATABASE_REPLICA_URL, DATABASES["default"], pgbouncer=PGBOUNCER)
DATABASE_ROUTERS = ["indicators.sql.reading.Router"]
DATABASE_CONNECTIONS = env.number("DATABASE_CONNECTIONS", default=14, least=3)
"""Connections to PostgreSQL that each worker may have: one for each request in progress, one for each CSV export, and
one that follows the newest revision."""
SECRET_KEY = secret_key(env.text("SECRET_KEY"), DATABASES["default"])

SESSION_HOURS = env.number("SESSION_HOURS", default=10, least=1)
"""How long after its log-in a session of the admin ends, whatever is done in it: a working day."""
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

CONTACT_EMAIL = env.text("CONTACT_EMAIL") or PUBLICATION.contact_email
CONTACT_URL = env.text("CONTACT_URL") or PUBLICATION.contact_url
"""The contact in the root of the API."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # reading is open; only the admin writes
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": [
        "ankang_api.renderers.json.JSONRenderer",
        "ankang_api.renderers.delimited.CSVRenderer",
        "ankang_api.renderers.lines.JSONLinesRenderer",
        "ankang_api.renderers.workbook.XLSXRenderer",
        "ankang_api.renderers.parquet.ParquetRenderer",
        "ankang_api.renderers.atom.AtomRenderer",
        "ankang_api.renderers.json_stat.JSONStatRenderer",
        "ankang_api.metadata.column_metadata.ColumnMetadataRenderer",
        "ankang_api.metadata.references.BibTeXRenderer",
        "ankang_api.metadata.references.CSLRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ankang_api.http.negotiation.Negotiation",
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_FILTER_BACKENDS": ["ankang_api.lists.filter_backends.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "ankang_api.lists.pagination.Pagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "COERCE_DECIMAL_TO_STRING": False,
    "EXCEPTION_HANDLER": "ankang_api.http.exceptions.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": PUBLICATION.title_en,
    "DESCRIPTION": f"{PUBLICATION.description_en}\n\n{PUBLICATION.description_zh}\n\n{navigation.PAGES}",
    "VERSION": RELEASE,
    "OAS_VERSION": "3.1.1",
    "LICENSE": {"name": PUBLICATION.licence, "url": PUBLICATION.licence_url},
    "CONTACT": {"name": PUBLICATION.publisher_en},
    "SERVERS": [{"url": "/", "description": "This server."}],
    "TAGS": navigation.TAGS,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATION_PARAMETERS": False,  # they keep the order of their filter set
    "PREPROCESSING_HOOKS": ["ankang_api.schema.openapi.note_endpoints"],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "ankang_api.schema.openapi.complete"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # help_text says it better
    "ENUM_NAME_OVERRIDES": {
        "FieldType": "ankang_api.views.fields.TYPES",
        "AchievementLevel": "programmes.models.achievement.Achievement.Level",
        "AchievementKind": "programmes.models.achievement.Achievement.Kind",
        "PartKind": "programmes.models.programme.Part.Kind",
        "UnitKind": "indicators.models.metric.Unit.Kind",
        "RegionLevel": "indicators.models.region.Region.Level",
        "CodeSystem": "indicators.models.region.Region.CodeSystem",
        "Measure": "indicators.models.metric.Metric.Measure",
        "Temporality": "indicators.models.metric.Metric.Temporality",
        "RankOrder": "indicators.models.metric.Metric.RankOrder",
        "PeriodBasis": "indicators.models.dated.Dated.PeriodBasis",
        "Comparison": "indicators.models.dated.Dated.Comparison",
        "SearchResultKind": "programmes.search.KINDS",
        "CoverageStatus": "programmes.serializers.verification.STATUSES",
        "ProblemCode": "ankang_api.http.problems.KINDS",
        "ValueType": "indicators.models.value.Valued.ValueType",
        "Qualifier": "indicators.models.value.Valued.Qualifier",
        "ObsStatus": "indicators.models.value.Valued.ObsStatus",
        "DerivedMeasure": "indicators.models.computed.derived.Derived.Measure",
        "DerivedDerivation": "programmes.serializers.derived.DERIVATIONS",
        "RelationKind": "indicators.models.computed.relation.Relation.Kind",
        "RelationStatus": "indicators.relations.results.Status",
        "RevisionKind": "indicators.models.revision.Revision.Kind",
        "CorrectionAction": "indicators.models.correction.Correction.Action",
        "Derivation": "indicators.models.value.Valued.Derivation",
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
TIME_ZONE = "UTC"  # of the API; the middleware page_time_zone activates that of pages
USE_TZ = True
PAGE_TIME_ZONE = time_zone(env.text("TIME_ZONE", default="Asia/Shanghai"))
"""The zone in which pages and the admin show times, with its name."""
FORMAT_MODULE_PATH = ["ankang_api.page_formats"]

STATIC_URL = "static/"
STATIC_FOLDER = env.path("STATIC_FOLDER", default=BASE_DIR / "data" / "static")
"""Where the server collects static files under hashed names, in a folder for each version of them."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ankang_api.deployment.static_files.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = True  # files under their own names come from the packages

LOGGING = logs.configuration(env.choice("LOG_FORMAT", ["text", "json"]))
ACCESS_LOG = env.flag("ACCESS_LOG")
"""Whether each request is a line of the log."""

ANSWER_CACHE_BYTES = env.number("ANSWER_CACHE_BYTES", default=32 * 1024 * 1024)
"""The memory of each worker for cached responses; 0 disables the cache."""

env.refuse_misspelt()
