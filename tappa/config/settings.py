"""Django's settings, read from the environment. docs/self-hosting.md explains each variable."""

import os

from tappa.config.mail import read_smtp_url
from tappa.config.static import OWN, content_digest
from tappa.core.accounts.rules import PASSWORD_MINIMUM
from tappa.kernel.database_url import django_database
from tappa.kernel.places import PACKAGE, data_directory
from tappa.kernel.secrets import FILE, Secrets, load_secrets

DATA = data_directory()
# A checker or a documentation build imports this file with no installation at hand: it gets throwaway secrets.
SECRETS = load_secrets(DATA) if (DATA / FILE).exists() else Secrets()
SECRET_KEY = SECRETS.django_key
SEALING_KEY = SECRETS.sealing_key

DEBUG = False
ALLOWED_HOSTS = os.environ.get("TAPPA_ALLOWED_HOSTS", "*").split(",")
PUBLIC_URL = os.environ.get("TAPPA_PUBLIC_URL", "").rstrip("/")
ALLOW_PRIVATE_ADDRESSES = os.environ.get("TAPPA_ALLOW_PRIVATE_ADDRESSES") == "1"
API_RATE_PER_SECOND = float(os.environ.get("TAPPA_API_RATE", "5"))  # 0 turns the limit off
API_BURST = int(os.environ.get("TAPPA_API_BURST", "10"))
BODY_LIMIT = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
THREADS = int(os.environ.get("TAPPA_THREADS", "10"))
STREAMS = int(os.environ.get("TAPPA_STREAMS", "2000"))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tappa.core.activity",
    "tappa.core.accounts",
    "tappa.core.lifecycle",
    "tappa.core.contacts",
    "tappa.core.inbox",
    "tappa.api",
    "tappa.web",
    "tappa.worker",
]
MIDDLEWARE = [
    "tappa.config.middleware.Surround",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted((PACKAGE / "web").glob("*/templates")),
        "OPTIONS": {"environment": "tappa.web.shell.environment.environment"},
    },
]
STATIC_ROOTS = (OWN,)
STATIC_URL = f"/static/{content_digest(*STATIC_ROOTS)}/"
ROOT_URLCONF = "tappa.config.urls"
APPEND_SLASH = False
DATABASES = {"default": django_database(os.environ.get("TAPPA_APPLICATION_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["tappa.config.sessions.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MINIMUM},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cacheentry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
SESSION_ENGINE = "tappa.config.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tappa.web.shell.errors.forged"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SIGN_UP_IS_OPEN = os.environ.get("TAPPA_SIGN_UP", "open") != "closed"
MAIL = read_smtp_url(os.environ.get("TAPPA_SMTP_URL", ""), public_url=PUBLIC_URL)
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls, MAIL.ssl
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("TAPPA_MAIL_FROM", "Tappa <tappa@localhost>")
ACCOUNT_ADAPTER = "tappa.web.signin.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "tappa.web.signin.forms.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "tappa.web.signin.adapter.display_name"
# Who signs up proves their address where mails leave the house; docs/decisions/0009-sign-in.md says why only there.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL.host else "optional"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Beside allauth's own. Both reach strangers, or fill the database, and nobody needs them often.
ACCOUNT_RATE_LIMITS = {"invite": "60/h/user", "found_workspace": "10/h/user"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
MFA_FORMS = {
    "add_webauthn": "tappa.web.signin.passkeys.AddForm",
    "authenticate": "tappa.web.signin.codes.AuthenticateForm",
    "login_webauthn": "tappa.web.signin.passkeys.LoginForm",
    "reauthenticate": "tappa.web.signin.codes.ReauthenticateForm",
    "reauthenticate_webauthn": "tappa.web.signin.passkeys.ReauthenticateForm",
}
MFA_ADAPTER = "tappa.web.signin.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Tappa"
MFA_TOTP_TOLERANCE = 1
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "Italiano"), ("es", "Español")]
LOCALE_PATHS = [str(PACKAGE / "locale")]

LOGGING_CONFIG = None
