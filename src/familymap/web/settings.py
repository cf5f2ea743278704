"""The settings of the web, read from the environment once at the start (docs/how-to/serve.md names them).

Everything a view needs from here it takes through `django.conf.settings`, at the time of the request.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from familymap.web import catalogs, keys, static_files
from familymap.web.databases import database

HERE = Path(__file__).parent

FAMILYMAP_STORE = Path(os.environ.get("FAMILYMAP_STORE", "data")).absolute()
"""The folder of registers, runs and publications."""
OWN = FAMILYMAP_STORE / "web"
"""What the web keeps there for itself: its key, its SQLite file, translated texts, static files."""
FAMILYMAP_DATABASE = os.environ.get("FAMILYMAP_DATABASE", f"sqlite:///{OWN / 'own.sqlite3'}")
"""Where what people do is kept; the serving store too, where this is PostgreSQL."""

SECRET_KEY = keys.secret_key(Path(os.environ.get("FAMILYMAP_SECRET_KEY_FILE", OWN / "secret_key")))
ALLOWED_HOSTS = os.environ.get("FAMILYMAP_HOSTS", "127.0.0.1 localhost [::1]").split()
BEHIND_TLS = os.environ.get("FAMILYMAP_TLS", "") == "yes"
"""Whether people reach this server through https; then cookies travel by nothing else."""
DEBUG = False

INSTALLED_APPS = [
    "familymap.web",
    "familymap.web.accounts",
    "familymap.web.audit",
    "familymap.web.overview",
    "familymap.web.map",
    "familymap.web.families",
    "familymap.web.data",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "familymap.web.accounts.middleware.actor",
    "familymap.web.accounts.middleware.Access",
    "familymap.web.errors.ToldErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "familymap.web.urls"
WSGI_APPLICATION = "familymap.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "familymap.web.navigation.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "familymap.web.templatetags.ui",
            ],
        },
    }
]

DATABASES = {"default": database(FAMILYMAP_DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [catalogs.compiled(OWN / "texts")]
FORMAT_MODULE_PATH = "familymap.web.formats"
TIME_ZONE = "Asia/Almaty"

STATIC_URL = f"/static/{static_files.version()}/"
STATIC_ROOT = OWN / "static" / static_files.version()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = static_files.never_changes
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_ENGINE = "familymap.web.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "familymap.web.errors.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

OIDC_SERVER = os.environ.get("FAMILYMAP_OIDC_SERVER", "")
"""The address of the organisation's sign-in; empty where there is none."""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": os.environ.get("FAMILYMAP_OIDC_NAME", _("your organisation")),
                "client_id": os.environ.get("FAMILYMAP_OIDC_CLIENT", ""),
                "secret": keys.from_file(os.environ.get("FAMILYMAP_OIDC_SECRET_FILE", "")),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}
SOCIALACCOUNT_ADAPTER = "familymap.web.accounts.adapters.OrganisationAdapter"
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_ADAPTER = "familymap.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "familymap.web.accounts.sign_in.SignIn",
    "reauthenticate": "familymap.web.accounts.sign_in.Again",
    "set_password": "familymap.web.accounts.sign_in.FirstPassword",
    "change_password": "familymap.web.accounts.sign_in.OtherPassword",
}
ACCOUNT_RATE_LIMITS = {"reauthenticate": "10/m/user", "login_failed": "30/m/ip,10/5m/key"}
"""Codes of the second factor too; wrong passwords are counted by axes, in the database, for all processes."""
MFA_ADAPTER = "familymap.web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "familymap.web.accounts.sign_in.Code",
    "reauthenticate": "familymap.web.accounts.sign_in.CodeAgain",
    "activate_totp": "familymap.web.accounts.sign_in.FirstCode",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Family Map"

AXES_USERNAME_CALLABLE = "familymap.web.accounts.guessing.tried_name"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
"""Hours. Counted by name and address together, so that a stranger cannot lock somebody out."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "familymap.web.errors.too_many_attempts"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "familymap.web.accounts.guessing.address"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *([OIDC_SERVER] if OIDC_SERVER else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
