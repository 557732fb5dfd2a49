"""The only settings module: safe on a laptop as it is, switched to production by environment variables.

`.env.example` lists every variable that is read here.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from kneecoach import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.read("DATA_DIR", default=BASE_DIR / "data")).resolve()

PRODUCTION: bool = env.read("PRODUCTION", "bool", default=False)
DEBUG: bool = env.read("DEBUG", "bool", default=False) and not PRODUCTION

BEHIND_PROXY: bool = env.read("BEHIND_PROXY", "bool", default=False) and PRODUCTION

if PRODUCTION:
    env.require("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")

SECRET_KEY: str = env.read("SECRET_KEY") or env.kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS: list[str] = env.read("ALLOWED_HOSTS", "list", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "kneecoach.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "kneecoach.apps.ProjectConfig",
    "kneecoach.accounts",
    "exercises",
    "plans",
]

MIDDLEWARE = [
    "kneecoach.logs.log_requests",
    "csp.middleware.CSPMiddleware",
    "kneecoach.middleware.stay_on_this_site",
    "django.middleware.security.SecurityMiddleware",
    "kneecoach.health.answer_probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kneecoach.middleware.explain_wrong_method",
    "kneecoach.middleware.return_to_the_page",
    "kneecoach.middleware.AskWhoIsGoneToLogIn",
    "kneecoach.middleware.keep_to_oneself",
]

ROOT_URLCONF = "kneecoach.urls"
WSGI_APPLICATION = "kneecoach.wsgi.application"

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
            ],
        },
    }
]

# --- database -------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # With deferred transactions most writes of eight concurrent writers failed; immediate ones queue instead.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {
    "default": env.read("DATABASE_URL", "dj_db_url")
    or {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "kneecoach.sqlite3"}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # A server that is gone is given up in seconds, so that another of several named ones is tried.
    _patience = {"connect_timeout": 2, "tcp_user_timeout": 4000}
    # A pooler hands each transaction to another connection, and a cursor or a plan of the server lives on one.
    _pooler: bool = env.read("DATABASE_POOLER", "bool", default=False)
    _plans = {"server_side_binding": True, "prepare_threshold": None if _pooler else 5}
    DATABASES["default"]["OPTIONS"] = _patience | _plans | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = _pooler
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- caches ---------------------------------------------------------------------------------------------------------

CACHES = {
    # The counters of rate limits: one for all processes and machines, and out of reach of whatever else is cached.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Rendered parts of the catalogue, plans for the weeks that visitors try, and runners' pages; each process its own.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}},
    "weeks": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "weeks",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    "runners": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "runners",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- accounts -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kneecoach.authentication.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
] + [{"NAME": "kneecoach.accounts.validators.WordsOfThisSiteValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
# On a laptop no mail arrives, so an address that is signed up there with a password counts as confirmed.
EMAIL_IS_CONFIRMED_FIRST = PRODUCTION
ACCOUNT_ADAPTER = "kneecoach.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"kneecoach.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailForm",
        "confirm_password_reset_code": "ConfirmPasswordResetForm",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = timedelta(days=30)  # since the log-in, whatever is done in it
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A code to type instead of a link to follow: the mail may be read on another device than the page.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
# Beside allauth's own. Counted by address (ip), by who is logged in (user), or by the account that is asked for (key),
# there apart for each browser that has logged in to it before.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
    "mail": "5/5m/key",  # asked for one address in whichever form; each code can be mailed anew twice
    "keep": "20/m/ip",
    "bring_file": "60/10m/ip,20/10m/user",
}
KNOWN_BROWSER_COOKIE_NAME = "known"

MFA_ADAPTER = "kneecoach.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    name: f"kneecoach.accounts.forms.{form}"
    for name, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "ReauthenticateCodeForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddPasskeyForm",
        "edit_webauthn": "RenamePasskeyForm",
    }.items()
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Kneecoach"
MFA_TOTP_TOLERANCE = 1  # one code earlier or later, for a phone whose clock is slow or fast

_mail = env.mail_server("EMAIL_URL")
EMAIL_BACKEND = _mail.get("EMAIL_BACKEND", "kneecoach.mail.FileBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = _mail.get("EMAIL_HOST")
EMAIL_PORT = _mail.get("EMAIL_PORT")
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.read("DEFAULT_FROM_EMAIL", default="Kneecoach <kneecoach@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"

# --- static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "kneecoach.static.Storage"
    },
}

# --- security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE, MESSAGES_COOKIE_NAME = "kneecoach.messages.Storage", "messages"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = ["kneecoach.uploads.Limited", "django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # the form of an exercise with all its lines and variations has several hundred

if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    KNOWN_BROWSER_COOKIE_NAME, MESSAGES_COOKIE_NAME = "__Host-known", "__Host-messages"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading cannot be undone for a year and binds the whole domain: that is its owner's decision, not ours.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- logs -----------------------------------------------------------------------------------------------------------

LOGGING = logs.JSON if PRODUCTION else logs.READABLE
