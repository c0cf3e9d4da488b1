"""Every setting, one line each: from the environment, with unit and default. Nothing needs to be set."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from likely.lib import environment
from likely.lib.base_url import host_of
from likely.lib.database_url import parse_database_url
from likely.lib.dns_text import read_dns_server
from likely.lib.file_kind import read_file_kinds
from likely.lib.home import ENCRYPTION_KEY_FILE, kept_secret, prepare_home
from likely.lib.mail_url import parse_mail_url
from likely.lib.mailbox_url import parse_mailbox_url, read_reply_address
from likely.lib.outbound_rules import read_allowance
from likely.lib.send_limit import read_send_limits

HOME = prepare_home(environment.text("LIKELY_HOME", "likely-home"))  # folder of everything that is kept
DATABASE_URL = environment.text(
    "LIKELY_DATABASE_URL", f"sqlite:///{HOME / 'likely.db'}"
)  # sqlite:/// or postgresql://
DATABASE_CONNECTIONS = environment.whole(
    "LIKELY_DATABASE_CONNECTIONS", 80, lowest=1
)  # to PostgreSQL, at most, of all web processes of one server together
LAKE_URL = environment.text("LIKELY_LAKE_URL", str(HOME / "lake"))  # folder, s3://, gs://, az://
ENGINE_URL = environment.text("LIKELY_ENGINE_URL", "duckdb://")  # where analyses run
SECRET_KEY = environment.text("LIKELY_SECRET_KEY") or kept_secret(HOME)  # made on first start
SECRET_KEY_FALLBACKS = environment.words("LIKELY_OLD_SECRET_KEYS")  # retired keys whose links still work
ENCRYPTION_KEYS = environment.words("LIKELY_ENCRYPTION_KEYS") or [
    kept_secret(HOME, ENCRYPTION_KEY_FILE)
]  # of providers' passwords at rest; the first encrypts, all decrypt; made on first start
BASE_URL = environment.text("LIKELY_BASE_URL", "http://127.0.0.1:8000").rstrip("/")  # what links start with
EMAIL_URL = environment.text(
    "LIKELY_EMAIL_URL", "console://"
)  # smtp://USER:PASSWORD@HOST:PORT, smtps://, console://
FROM_EMAIL = environment.text("LIKELY_FROM_EMAIL", "Likely <likely@localhost>")
MAIL_HOOK_SECRET = environment.text(
    "LIKELY_MAIL_HOOK_SECRET"
)  # USER:PASSWORD that the mail provider sends with each receipt
MAIL_HOOK_KEY = environment.text(
    "LIKELY_MAIL_HOOK_KEY"
)  # with which the provider signs its receipts, where it does; without both, none is taken
REPLY_ADDRESS = read_reply_address(
    environment.text("LIKELY_REPLY_ADDRESS")
)  # replies@example.org: customers answer cases at replies+TOKEN@example.org; empty: no such mailbox
MAILBOX = parse_mailbox_url(
    environment.text("LIKELY_IMAP_URL")
)  # imaps://USER:PASSWORD@HOST/FOLDER that is read for replies each minute; empty: none is
SEND_LIMITS = read_send_limits(
    environment.text("LIKELY_SEND_LIMITS")
)  # how fast a channel may send: mail 50/s 20000/h, sms 1/s
SEND_LEASE_SECONDS = environment.whole(
    "LIKELY_SEND_LEASE_SECONDS", 60, lowest=1
)  # after so long without a word, what a worker was sending is taken from it
UNKNOWN_MAILS = environment.one_of(
    "LIKELY_UNKNOWN_MAILS", "resend", ("resend", "hold")
)  # what becomes of a message that may have gone out when its worker died
DNS_SERVER = read_dns_server(
    environment.text("LIKELY_DNS_SERVER")
)  # HOST:PORT that is asked for the records of senders' domains; empty: the system's resolver
TWILIO_ACCOUNT = environment.text("LIKELY_TWILIO_ACCOUNT")  # AC…; with token and senders: for every workspace
TWILIO_TOKEN = environment.text("LIKELY_TWILIO_TOKEN")  # signs and checks
TWILIO_URL = environment.text("LIKELY_TWILIO_URL", "https://api.twilio.com").rstrip("/")
PHONE_SENDERS = {
    "sms": environment.text("LIKELY_SMS_SENDER"),  # a number (+15550100), or a messaging service (MG…)
    "whatsapp": environment.text("LIKELY_WHATSAPP_SENDER"),
    "voice": environment.text("LIKELY_VOICE_SENDER"),
}
OWNER_EMAIL = environment.text("LIKELY_OWNER_EMAIL")  # of the first owner, made at the first start
OWNER_PASSWORD = environment.text("LIKELY_OWNER_PASSWORD")  # without one, a sign-in link is printed
PROXIES = environment.whole(
    "LIKELY_PROXIES", 0
)  # trusted proxies in front: how many X-Forwarded-For entries to believe
ANSWERS_PER_MINUTE = environment.whole(
    "LIKELY_ANSWERS_PER_MINUTE", 1200
)  # submissions of one address to one link: far above what a kiosk or an office sends; 0: no limit
API_CALLS_PER_MINUTE = environment.whole(
    "LIKELY_API_CALLS_PER_MINUTE", 6000
)  # of one key to one web process; 0: no limit
METRICS_KEY = environment.text(
    "LIKELY_METRICS_KEY"
)  # who sends it as a Bearer key reads /metrics; empty: nobody
LLM_URL = environment.text("LIKELY_LLM_URL").rstrip("/")  # OpenAI-compatible; where an owner agreed
LLM_MODEL = environment.text("LIKELY_LLM_MODEL")
LLM_KEY = environment.text("LIKELY_LLM_KEY")  # goes to LIKELY_LLM_URL alone
OUTBOUND_ALLOW = read_allowance(
    environment.words("LIKELY_OUTBOUND_ALLOW")
)  # private networks (10.1.0.0/16) and names that calls to typed addresses may reach; empty: public ones
LARGEST_IMPORT_MB = environment.whole(
    "LIKELY_LARGEST_IMPORT_MB", 500, lowest=1
)  # of a file of people that is uploaded, in megabytes
LARGEST_FILE_MB = environment.whole(
    "LIKELY_LARGEST_FILE_MB", 10, lowest=1
)  # of a file in a case, and of all that go with one mail, in megabytes
FILE_KINDS = read_file_kinds(
    environment.words("LIKELY_FILE_KINDS")
)  # that are taken into a case, by their content; empty: all of lib/file_kind.py
SEAL_AFTER_SECONDS = environment.whole(
    "LIKELY_SEAL_AFTER_SECONDS", 300
)  # a response untouched so long goes to the lake
HOSTS = [
    *environment.words("LIKELY_HOSTS", "127.0.0.1,localhost,[::1]"),
    host_of(BASE_URL),
]  # names under which the server answers; the one that links start with is always among them
DEBUG = environment.flag("LIKELY_DEBUG", False)

# ---- Django's own, derived from the above ----
BASE_DIR = Path(__file__).parent
ROOT_URLCONF = "likely.urls"
WSGI_APPLICATION = "likely.wsgi.application"
AUTH_USER_MODEL = "likely.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = HOSTS
INSTALLED_APPS = [
    "likely",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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
                "csp.context_processors.nonce",
                "likely.web.frame.frame",
            ]
        },
    }
]
DATABASES = {"default": parse_database_url(DATABASE_URL)}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator")
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "likely.web.account.Account"  # accounts by invitation only
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a reset for a stranger's address sends nothing
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
NINJA_NUM_PROXIES = PROXIES
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes
USE_TZ = True
FORMAT_MODULE_PATH = "likely.formats"
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "中文"), ("et", "Eesti")]
LOCALE_PATHS = [BASE_DIR / "locale"]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # no collectstatic step: the files lie in the package
MAIL = parse_mail_url(EMAIL_URL)
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 15  # seconds
ANYMAIL = {
    **MAIL.options,
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    "IGNORE_UNSUPPORTED_FEATURES": True,  # what a provider can't carry (metadata) is left out
    **({"WEBHOOK_SECRET": MAIL_HOOK_SECRET} if MAIL_HOOK_SECRET else {}),
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = FROM_EMAIL
