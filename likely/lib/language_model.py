"""A language model behind an OpenAI-compatible address, by `litellm`: an extra, loaded when it is asked for.

Each of its calls is one of `outbound.request`: no redirect, no proxy, no private network unless allowed.
Nothing is retried: whoever asked may ask again.
"""

import os
import sys
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final

from likely.lib import outbound
from likely.lib.refusal import Refusal

SECONDS: Final = 60.0
MOST_TOKENS: Final = 1500  # of an answer


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """url: up to /v1. key: may be empty, as local servers need none."""

    url: str
    name: str
    key: str = field(repr=False, default="")


class ModelFailed(Exception):  # noqa: N818 - what happened
    """There is no answer. words: why, without the key and without what was asked."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("litellm") is not None


def ask_model(model: LanguageModel, rules: str, about: str) -> str:
    """The model's answer to one question."""
    litellm, openai = _libraries()
    door = _Door()
    client = openai.OpenAI(
        api_key=model.key or "none",
        base_url=model.url,
        http_client=openai.DefaultHttpxClient(transport=door, trust_env=False),
        max_retries=0,
    )
    try:
        answer = litellm.completion(
            model=f"openai/{model.name}",
            messages=[{"role": "system", "content": rules}, {"role": "user", "content": about}],
            client=client,
            temperature=0,
            max_tokens=MOST_TOKENS,
            timeout=SECONDS,
            num_retries=0,
        )
        said = answer.choices[0].message.content
    except Exception as error:  # noqa: BLE001 - the library has an error of its own for each provider's
        raise ModelFailed(door.why or type(error).__name__) from None
    if not isinstance(said, str) or not said.strip():
        raise ModelFailed("The answer is empty.")
    return said


def _libraries() -> tuple[Any, Any]:
    # Else it would fetch a list of prices when it is loaded.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    try:
        import litellm  # heavy: seconds, 200 MB
        import openai
    except ImportError:
        raise ModelFailed("litellm is not installed: pip install 'likely[llm]'.") from None
    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.drop_params = True
    return litellm, openai


class _Door:
    """A transport of the library's HTTP client that goes through the guard. why: what the last call met."""

    def __init__(self) -> None:
        self.why = ""

    def handle_request(self, request: Any) -> Any:
        headers = {
            name: value
            for name, value in request.headers.items()
            if name in ("authorization", "content-type", "accept")
        }
        try:
            answer = outbound.request(
                request.method, str(request.url), headers=headers, body=request.read(), seconds=SECONDS
            )
        except outbound.NoAnswer as error:
            self.why = error.words
            raise
        except Refusal as refusal:
            self.why = refusal.message
            raise
        if answer.status >= 300:
            self.why = f"It answered with status {answer.status}."
        kept = {name: value for name, value in answer.headers.items() if name == "content-type"}
        http = sys.modules[type(request).__module__.partition(".")[0]]  # whichever the library brought
        return http.Response(answer.status, headers=kept, content=answer.body, request=request)

    def close(self) -> None:
        """Nothing is kept open."""

    def __enter__(self) -> "_Door":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
