"""The step that reads the properties which an open link of ours carries."""

from dataclasses import replace

from likely.ask.preset import read_preset
from likely.collect.step import Intake, refusal


def preset_is_read(intake: Intake) -> Intake:
    """Unsigned ones are ignored. On an anonymous survey all are: one link a person would lead back (P01)."""
    sent = intake.submission
    if not sent.preset or intake.before or intake.definition.anonymous:
        return intake
    preset = read_preset(sent.preset, intake.survey.workspace, intake.survey.id)
    if preset is None:
        return intake
    if sent.origin is not None and preset.is_over(intake.now):
        return intake  # the answer is a visitor's all the same
    if preset.is_over(intake.now):
        raise refusal("link_expired", "This link has expired.")
    said, signed = sent.properties, preset.properties
    known = (
        {**signed, **said} if sent.origin is None else {**said, **signed}
    )  # a widget's page proves nothing
    return replace(intake, submission=replace(sent, properties=known))
