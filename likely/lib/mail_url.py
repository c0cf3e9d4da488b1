"""One URL instead of many settings: how mail leaves, by SMTP or by a provider's API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from likely.lib.refusal import Refusal

SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE: Final = "django.core.mail.backends.console.EmailBackend"
PORTS: Final = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
# Provider -> (first key, second key): what stands before the colon or alone, what stands behind it or after
# the @. The names are those of django-anymail's settings.
PROVIDERS: Final[Mapping[str, tuple[str, str]]] = {
    "brevo": ("BREVO_API_KEY", ""),
    "mailersend": ("MAILERSEND_API_TOKEN", ""),
    "mailgun": ("MAILGUN_API_KEY", "MAILGUN_SENDER_DOMAIN"),
    "mailjet": ("MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "postmark": ("POSTMARK_SERVER_TOKEN", ""),
    "resend": ("RESEND_API_KEY", ""),
    "sendgrid": ("SENDGRID_API_KEY", ""),
    "sparkpost": ("SPARKPOST_API_KEY", ""),
}
SES: Final = "ses"  # ses://KEY:SECRET@REGION: Amazon's own library must be there
MAILGUN_EU: Final = "https://api.eu.mailgun.net/v3"


@dataclass(frozen=True, slots=True)
class MailServer:
    """provider: "" for SMTP and the console. options: django-anymail's settings."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    provider: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


def parse_mail_url(url: str) -> MailServer:
    """`smtp://` (plain), `smtp+tls://` (STARTTLS), `smtps://` (TLS), each USER:PASSWORD@HOST:PORT; `console://`;
    or a provider: `mailgun://KEY@DOMAIN`, `postmark://TOKEN`, `ses://KEY:SECRET@REGION`, …
    """
    try:
        return _parsed(urlsplit(url))
    except ValueError:
        raise _wrong(url.partition(":")[0]) from None


def _parsed(parts: SplitResult) -> MailServer:
    if parts.scheme == "console":
        return MailServer(CONSOLE)
    if parts.scheme in PROVIDERS or parts.scheme == SES:
        return _by_provider(parts)
    if parts.scheme not in PORTS or not parts.hostname:
        raise _wrong(parts.scheme)
    return MailServer(
        SMTP,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def _by_provider(parts: SplitResult) -> MailServer:
    """?api=URL names another address of the provider's interface; ?region=eu Mailgun's in Europe."""
    keys, _, place = parts.netloc.rpartition("@") if "@" in parts.netloc else (parts.netloc, "", "")
    first, _, second = keys.partition(":")
    first, second = unquote(first), unquote(second or place)
    if not first:
        raise _wrong(parts.scheme)
    options = _ses(first, second, place) if parts.scheme == SES else _options(parts.scheme, first, second)
    asked = parse_qs(parts.query)
    if parts.scheme == "mailgun" and asked.get("region") == ["eu"]:
        options["MAILGUN_API_URL"] = MAILGUN_EU
    if api := asked.get("api"):
        options[f"{parts.scheme.upper()}_API_URL"] = api[0]
    module = "amazon_ses" if parts.scheme == SES else parts.scheme
    return MailServer(f"anymail.backends.{module}.EmailBackend", provider=parts.scheme, options=options)


def _options(provider: str, first: str, second: str) -> dict[str, Any]:
    names = PROVIDERS[provider]
    if names[1] and not second:
        raise _wrong(provider)
    return {names[0]: first} | ({names[1]: second} if names[1] else {})


def _ses(key: str, secret: str, region: str) -> dict[str, Any]:
    if not secret or not region:
        raise _wrong(SES)
    named = {"aws_access_key_id": key, "aws_secret_access_key": secret, "region_name": region}
    return {"AMAZON_SES_CLIENT_PARAMS": named}


def _wrong(scheme: str) -> Refusal:
    return Refusal(
        "wrong_setting",
        f"LIKELY_EMAIL_URL {scheme}:// is no way to send mail.",
        cure="Write smtp+tls://user:password@host:587, smtps://…, smtp://…, console://, "
        "mailgun://KEY@DOMAIN, mailjet://KEY:SECRET, ses://KEY:SECRET@REGION, or NAME://KEY for "
        "postmark, sendgrid, resend, brevo, mailersend, sparkpost.",
        field="LIKELY_EMAIL_URL",
    )
