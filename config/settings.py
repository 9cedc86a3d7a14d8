"""Every setting, by topic, read from the environment (docs/settings.md lists the names)."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config import env as read
from config import redis
from config.env import env

BASE_DIR = Path(__file__).resolve().parent.parent

# What this installation is
DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
SECRET_KEY = read.signing_key(DATA_DIR, debug=DEBUG)
EMBEDDED = env.bool("PARLEY_EMBEDDED", False)  # a Celery worker thread inside web
WEB_PROCESSES = env.int("WEB_PROCESSES", 1)

# Addresses
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", LOOPBACK if DEBUG else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
USE_X_FORWARDED_HOST = False
PROXY_COUNT = env.int("PROXY_COUNT", 0)
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The provider: any server that speaks OpenAI's Realtime API
OPENAI_API_KEY = read.secret("OPENAI_API_KEY")
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", "https://api.openai.com/v1").rstrip("/")
OPENAI_BROWSER_URL = env.str("OPENAI_BROWSER_URL", OPENAI_BASE_URL).rstrip("/")
CALL_SETUP = env.str("CALL_SETUP", "token")
SERVER_SETUP_MODELS: list[str] = env.list("SERVER_SETUP_MODELS", [])
SIDEBAND = env.bool("SIDEBAND", True)
AUDIO_RELAY_OPUS = env.bool("AUDIO_RELAY_OPUS", False)
PROVIDER_NOTICE = env.str("PROVIDER_NOTICE", "")
REALTIME_MODEL = env.str("REALTIME_MODEL", "gpt-realtime-2.1")
TRANSCRIPTION_MODEL = env.str("TRANSCRIPTION_MODEL", "gpt-realtime-whisper")
DICTATION_MODEL = env.str("DICTATION_MODEL", "gpt-live-transcribe")
TEXT_MODEL = env.str("TEXT_MODEL", "gpt-5.4-mini")
SPEECH_MODEL = env.str("SPEECH_MODEL", "gpt-4o-mini-tts")
RECORDING_MODEL = env.str("RECORDING_MODEL", "gpt-transcribe")

# Limits
SESSION_STARTS_PER_MINUTE = env.int("SESSION_STARTS_PER_MINUTE", 12)
DICTATION_STARTS_PER_MINUTE = env.int("DICTATION_STARTS_PER_MINUTE", 20)
CALL_SECONDS = read.at_least_one("CALL_SECONDS", 3_600)
CALL_IDLE_SECONDS = read.at_least_one("CALL_IDLE_SECONDS", 600)
CALL_IDLE_ASK_SECONDS = read.at_least_one("CALL_IDLE_ASK_SECONDS", 60)
CALLS_PER_USER = read.at_least_one("CALLS_PER_USER", 3)
CALLS_AT_ONCE = read.at_least_one("CALLS_AT_ONCE", 200)
ANSWERS_PER_USER = read.at_least_one("ANSWERS_PER_USER", 3)
ANSWERS_AT_ONCE = read.at_least_one("ANSWERS_AT_ONCE", 200)
ANSWERS_PER_MINUTE = read.at_least_one("ANSWERS_PER_MINUTE", 30)
ANSWER_ROUNDS = read.at_least_one("ANSWER_ROUNDS", 12)
SOCKETS_PER_USER = read.at_least_one("SOCKETS_PER_USER", 10)
SPEECH_CHARACTERS_PER_MINUTE = read.at_least_one("SPEECH_CHARACTERS_PER_MINUTE", 6_000)
RECORDINGS_PER_MINUTE = read.at_least_one("RECORDINGS_PER_MINUTE", 12)
RECORDING_SECONDS = read.at_least_one("RECORDING_SECONDS", 300)
RECORDINGS_MB_PER_USER = read.at_least(0, "RECORDINGS_MB_PER_USER", 200)
APPROVAL_SECONDS = read.at_least_one("APPROVAL_SECONDS", 300)
TOOL_PACKAGES: list[str] = env.list("TOOL_PACKAGES", [])
SLOW_TOOL_SECONDS = read.at_least_one("SLOW_TOOL_SECONDS", 600)
SLOW_TOOLS_AT_ONCE = read.at_least_one("SLOW_TOOLS_AT_ONCE", 3)
EXPORT_HOURS = read.at_least_one("EXPORT_HOURS", 24)
REPLAY_TOKENS = env.int("REPLAY_TOKENS", 8_000)
EVENT_LOG_DAYS = read.at_least(0, "EVENT_LOG_DAYS", 7)
FILES_QUOTA_KIB = read.at_least_one("FILES_QUOTA_KIB", 5_120)
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", DEBUG)
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024

# What tools may reach
FETCH_HOSTS = read.hosts("FETCH_HOSTS")
FETCH_PORTS = read.ports("FETCH_PORTS", [80, 443])
FETCH_NETWORKS = read.networks("FETCH_NETWORKS")
MCP_NETWORKS = read.networks("MCP_NETWORKS")
SEARCH_URL = env.str("SEARCH_URL", "")

# Applications
INSTALLED_APPS = [
    *(["daphne"] if DEBUG else []),  # for runserver; it costs a web process a sixth of its start
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_htmx",
    "health_check",
    "tools",
    "chat",
    "config.apps.ConfigConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.CompressedPages",
    "config.static.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.private_pages",
    "config.unavailable.OwnPage",
    *(["config.middleware.own_404"] if DEBUG else []),
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chat.views.context.shell",
            ],
        },
    },
]

# What is stored
DATABASES = {"default": read.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", "")
REDIS_PREFIX = env.str("REDIS_PREFIX", "parley")
CHANNEL_LAYERS = redis.channel_layers(REDIS_URL, REDIS_PREFIX)
CACHES = redis.caches(REDIS_URL, REDIS_PREFIX)

# The worker
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = redis.broker_options(REDIS_URL, REDIS_PREFIX)
CELERY_BROKER_CONNECTION_TIMEOUT = redis.CONNECT_WITHIN_S
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for Redis as long as it takes
CELERY_TASK_PUBLISH_RETRY = False  # the table is the truth, and a schedule finds what was not told
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 25
CELERY_TASK_TIME_LIMIT = 30
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "sweep-stale-sessions": {"task": "chat.tasks.sweep_stale_sessions", "schedule": 10.0},
    "end-calls-that-are-over": {"task": "chat.tasks.end_calls_that_are_over", "schedule": 5.0},
    "hang-up-ended-calls": {"task": "chat.tasks.hang_up_ended_calls", "schedule": 10.0},
    "run-left-tools": {"task": "chat.tasks.run_left_tools", "schedule": 10.0},
    "look-at-mcp-servers": {"task": "chat.tasks.look_at_mcp_servers", "schedule": 300.0},
    "sweep-exports": {"task": "chat.tasks.sweep_exports", "schedule": 300.0},
    "expire-approvals": {"task": "chat.tasks.expire_approvals", "schedule": 5.0},
    "sweep-event-log": {"task": "chat.tasks.sweep_event_log", "schedule": 60.0},
    "sweep-recordings": {"task": "chat.tasks.sweep_recordings", "schedule": 60.0},
    "sweep-deleted-things": {"task": "chat.tasks.sweep_deleted_things", "schedule": 3600.0},
}

# People
AUTH_USER_MODEL = "chat.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "chat.views.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("EMAIL_VERIFICATION", "optional")
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if env.str("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))

# Cookies and headers
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-sessionid"
SECURE_HSTS_SECONDS = 0 if DEBUG else env.int("HSTS_SECONDS", 31_536_000)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains are the operator's matter
SECURE_SSL_REDIRECT = not DEBUG and env.bool("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_provider = urlsplit(OPENAI_BROWSER_URL)
_provider_sockets = "wss" if _provider.scheme == "https" else "ws"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "frame-src": [SELF],  # of ours only the sandbox lets itself be framed
        "manifest-src": [SELF],
        "connect-src": [
            SELF,
            f"{_provider.scheme}://{_provider.netloc}",
            f"{_provider_sockets}://{_provider.netloc}",
        ],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Pages
LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.finders.JoinedFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Logs: fields, never bodies. httpx and aiohttp log whole addresses at INFO.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "config.logs.Redact"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["redact"], "formatter": "line"}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "chat": {"level": "INFO"},
        "tools": {"level": "INFO"},
        "mcp": {"level": "CRITICAL"},  # it quotes what strangers' servers answer
        "httpx2": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},  # it tells of every try of an outage
    },
}
