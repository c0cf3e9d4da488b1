"""The address of a room or of a person in a chat app, as apprise writes it: service, secret and place in one.

Only services that speak by plain HTTP calls are open, and their calls go through the guard: apprise knows
many more, some of which start programs, open files or other connections.
"""

from collections.abc import Mapping
from sys import modules
from typing import Any, Final

from likely.lib.outbound import check_address as check_host
from likely.lib.outbound_session import GUARDED
from likely.lib.refusal import Refusal

TO: Final = "{to}"  # the person's mail address, or the name that the company gives them
# The first part of an address, and the module of apprise that speaks to the service.
SERVICES: Final[Mapping[str, str]] = {
    "discord": "discord",
    "gchat": "google_chat",
    "mmost": "mattermost",
    "mmosts": "mattermost",
    "nctalk": "nextcloudtalk",
    "nctalks": "nextcloudtalk",
    "rocket": "rocketchat",
    "rockets": "rocketchat",
    "slack": "slack",
    "tgram": "telegram",
    "workflow": "workflows",  # Microsoft Teams
    "workflows": "workflows",
    "wxteams": "webexteams",
    "zulip": "zulip",
}
OWN_SERVERS: Final = ("mattermost", "nextcloudtalk", "rocketchat", "workflows")  # the address names the host
SHOWN: Final = 4  # letters of an address that tell one room from another, and not its secret


def targets_of(service: Any) -> Any:
    return getattr(service, "targets", None) or getattr(service, "channels", None)


def service_of(address: str) -> Any:
    """apprise's own object for the address, its calls guarded; None for what is none of the services."""
    module = SERVICES.get(address.partition("://")[0].lower())
    if module is None:
        return None
    from apprise import Apprise, AppriseAsset  # heavy

    # Without a picture: its own lie on a host of somebody else.
    ours = AppriseAsset(app_id="Likely", app_desc="Likely", image_url_mask="", image_url_logo="")
    service = Apprise.instantiate(address, asset=ours, suppress_exceptions=True)
    named = f"apprise.plugins.{module}"
    if service is None or type(service).__module__ != named:
        return None
    modules[named].requests = GUARDED  # type: ignore[attr-defined]  # for good: nothing else uses it here
    return service


def check(told: Mapping[str, str]) -> None:
    """Refuse what can't work as soon as it is typed. Of what is kept already nothing is told."""
    for name in ("room", "person"):
        address = told.get(name, "")
        if address:
            check_address(name, address)
    if told.get("person") and TO not in told["person"]:
        raise Refusal(
            "chat_address", "It names no person.", cure="Write {to} where the person goes.", field="person"
        )


def check_address(name: str, address: str) -> None:
    """name: the field in which it was typed."""
    service = service_of(address.replace(TO, "0"))
    if service is None:
        raise Refusal(
            "chat_address",
            "This is no address of a chat app that is known here.",
            cure="Write it as apprise does, such as slack://TOKEN_A/TOKEN_B/TOKEN_C/#team.",
            field=name,
        )
    if name == "person" and TO in address and not targets_of(service):
        raise Refusal("chat_address", "This app can't be told to write to one person.", field=name)
    if SERVICES[address.partition("://")[0].lower()] in OWN_SERVERS:
        try:
            check_host(f"{'https' if service.secure else 'http'}://{_place(service)}/")
        except Refusal as no:
            raise Refusal(no.code, no.message, cure=no.cure, field=name) from None


def _place(service: Any) -> str:
    return f"{service.host}:{service.port}" if service.port else str(service.host)


def shown_address(address: str) -> str:
    """slack://…team: enough to know it again, too little to write there."""
    service, _sign, secret = address.partition("://")
    return f"{service}://…{secret[-SHOWN:]}"
