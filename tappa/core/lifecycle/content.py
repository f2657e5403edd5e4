"""What a new workspace is given (L3), in the language of the person who signs up."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from tappa.core.lifecycle.rules import Kind, StageDraft


def first_stages(language: str) -> list[StageDraft]:
    """The four lifecycle stages and the lost one of a new workspace, in order (L3)."""
    with override(language):
        return [
            StageDraft(
                Kind.LIFECYCLE,
                _("New Lead"),
                _("Has shown interest for the first time"),
                "🌱",
                is_default=True,
            ),
            StageDraft(Kind.LIFECYCLE, _("Hot Lead"), _("Engaged and ready to go on"), "🔥"),
            StageDraft(Kind.LIFECYCLE, _("Payment"), _("Weighing the offer, payment under way"), "💳"),
            StageDraft(Kind.LIFECYCLE, _("Customer"), _("Has bought"), "🤝", is_won=True),
            StageDraft(Kind.LOST, _("Cold Lead"), _("No longer interested, no longer answering"), "🧊"),
        ]


def suggested_lost_stages(language: str) -> list[StageDraft]:
    """More lost stages that a workspace may take over with one click (L3)."""
    with override(language):
        return [
            StageDraft(Kind.LOST, _("Unqualified"), _("Does not meet the criteria: budget, needs"), "🚫"),
            StageDraft(Kind.LOST, _("No response"), _("Several follow-ups, still silent"), "🔇"),
            StageDraft(Kind.LOST, _("Lost to competitor"), _("Has bought elsewhere"), "🏁"),
        ]
