"""The product says no: one error that every face turns into a 4xx, an exit code or a sentence."""


class Refusal(Exception):  # noqa: N818 - the product says no; nothing is broken
    """A request that is understood and declined.

    code: a stable machine word (`score_not_whole`).
    message: one sentence that names the field and the rule.
    cure: what to do instead, or empty.
    field: the input field at fault, or empty.
    """

    def __init__(self, code: str, message: str, *, cure: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.cure = cure
        self.field = field

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".strip()
