"""The way out for a provider's own library that speaks through `requests`: a session behind the guard."""

from functools import cache
from io import BytesIO
from threading import local
from typing import TYPE_CHECKING, Any, Final

from likely.lib import outbound
from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session
    from requests.adapters import BaseAdapter


def guarded_session() -> "Session":
    """Each of its calls is one of `outbound.request`: no redirect, no proxy, no second look-up."""
    from requests import Session  # heavy

    session = Session()
    session.trust_env = False
    session.mount("https://", _door())
    session.mount("http://", _door())
    return session


@cache
def _door() -> "BaseAdapter":
    from requests import ConnectionError as NoConnection  # heavy
    from requests.adapters import BaseAdapter

    class Door(BaseAdapter):
        def send(self, request: "PreparedRequest", *_: Any, **__: Any) -> "Response":
            body = request.body or b""
            sent = body.encode() if isinstance(body, str) else body
            if not isinstance(sent, bytes):
                raise NoConnection("Only a whole body can be sent.", request=request)
            headers = {name: str(value) for name, value in _plain(request.headers).items()}
            try:
                answer = outbound.request(str(request.method), str(request.url), headers=headers, body=sent)
            except (Refusal, outbound.NoAnswer) as error:
                raise NoConnection(str(error), request=request) from error
            return _response(request, answer)

        def close(self) -> None:
            """Nothing is kept open."""

    return Door()


def _plain(headers: Any) -> dict[str, str]:
    """What the body has made known already is left to the connection."""
    own = {"content-length", "transfer-encoding", "accept-encoding", "connection", "host"}
    told = {name: value.decode() if isinstance(value, bytes) else value for name, value in headers.items()}
    return {name: value for name, value in told.items() if name.lower() not in own}


def _response(request: "PreparedRequest", answer: outbound.Answer) -> "Response":
    from requests import Response  # heavy
    from requests.structures import CaseInsensitiveDict

    response = Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(
        {name: value for name, value in answer.headers.items() if name != "location"}
    )
    response.raw = BytesIO(answer.body)
    response._content = answer.body
    response.encoding = "utf-8"
    response.url = str(request.url)
    response.request = request
    return response


class GuardedRequests:
    """Stands where a library has its `import requests`: the same names, and each call is a guarded one.

    What came of this thread's last call is kept, for libraries that say only whether it went well.
    """

    def __init__(self) -> None:
        self._last = local()

    def __getattr__(self, name: str) -> Any:
        import requests  # heavy

        return getattr(requests, name)

    def request(self, method: str, url: str, **told: Any) -> "Response":
        """Of what a call may say, only what is sent counts: redirects, proxies and certificates do not."""
        self.forget()
        sent = {name: told[name] for name in ("params", "data", "json", "headers", "auth") if name in told}
        try:
            response = guarded_session().request(method, url, **sent)
        except self.RequestException as error:
            self._last.error = error.__cause__ or error
            raise
        self._last.answer = outbound.Answer(response.status_code, dict(response.headers), response.content)
        return response

    def get(self, url: str, **told: Any) -> "Response":
        return self.request("GET", url, **told)

    def post(self, url: str, **told: Any) -> "Response":
        return self.request("POST", url, **told)

    def forget(self) -> None:
        self._last.answer = self._last.error = None

    @property
    def answer(self) -> outbound.Answer | None:
        found: outbound.Answer | None = getattr(self._last, "answer", None)
        return found

    @property
    def error(self) -> BaseException | None:
        found: BaseException | None = getattr(self._last, "error", None)
        return found


GUARDED: Final = GuardedRequests()
