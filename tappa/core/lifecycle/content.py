"""What a new workspace is given (L3), in the language of the person who signs up."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.rules import Kind


def first_stages(language: str) -> list[DraftStage]:
    """The four lifecycle stages and the lost one of a new workspace, in order (L3)."""
    with override(language):
        return [
            DraftStage(
                None,
                Kind.LIFECYCLE,
                _("New Lead"),
                _("Has shown interest for the first time"),
                "🌱",
                is_default=True,
            ),
            DraftStage(None, Kind.LIFECYCLE, _("Hot Lead"), _("Engaged and ready to go on"), "🔥"),
            DraftStage(None, Kind.LIFECYCLE, _("Payment"), _("Weighing the offer, payment under way"), "💳"),
            DraftStage(None, Kind.LIFECYCLE, _("Customer"), _("Has bought"), "🤝", is_won=True),
            DraftStage(None, Kind.LOST, _("Cold Lead"), _("No longer interested, no longer answering"), "🧊"),
        ]


def legacy_stages(language: str) -> list[DraftStage]:
    """The same five, all of them lifecycle stages, as they were before there were lost ones (L12)."""
    return [replace(stage, kind=Kind.LIFECYCLE) for stage in first_stages(language)]


def suggested_lost_stages(language: str) -> list[DraftStage]:
    """More lost stages that a workspace may take over with one click (L3)."""
    with override(language):
        return [
            DraftStage(
                None, Kind.LOST, _("Unqualified"), _("Does not meet the criteria: budget, needs"), "🚫"
            ),
            DraftStage(None, Kind.LOST, _("No response"), _("Several follow-ups, still silent"), "🔇"),
            DraftStage(None, Kind.LOST, _("Lost to competitor"), _("Has bought elsewhere"), "🏁"),
        ]
