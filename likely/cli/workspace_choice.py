"""Which workspace a command works on: the only one, or the one that is named."""

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal


def chosen_workspace(name: str | None) -> Workspace:
    found = list(Workspace.objects.filter(name=name) if name else Workspace.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    names = ", ".join(repr(each) for each in Workspace.objects.values_list("name", flat=True)[:20])
    raise Refusal(
        "workspace_unclear",
        f"There is no workspace {name!r}." if name else "It is not clear which workspace is meant.",
        cure=f"Name one with --workspace: {names}."
        if names
        else "Start `likely serve` once to make the first.",
        field="--workspace",
    )
