"""The addresses of the Inbox."""

from django.urls import path, register_converter

from tappa.web.inbox.boxes import BoxConverter
from tappa.web.inbox.views import chosen, custom, handling, lists, parts, saying, sidebar, tagging, whole

register_converter(BoxConverter, "box")

BOX = "/<box:box>"
CUSTOM = "/custom/<int:inbox_id>"
CONTACT = "/contacts/<int:contact_id>"

urlpatterns = [
    path("", whole.landing, name="inbox"),
    path(BOX, whole.inbox_list, name="inbox_list"),
    path(f"{BOX}/<int:conversation_id>", whole.inbox_conversation, name="inbox_conversation"),
    path(f"{BOX}/<int:conversation_id>/panes", whole.inbox_panes, name="inbox_panes"),
    path(f"{BOX}/list", lists.list_pane, name="inbox_list_pane"),
    path(f"{BOX}/rows", lists.rows, name="inbox_rows"),
    path(f"{BOX}/more", lists.more, name="inbox_more"),
    path("/chosen/assignee", chosen.assignee, name="inbox_chosen_assignee"),
    path("/chosen/stage", chosen.stage, name="inbox_chosen_stage"),
    path("/chosen/undo", chosen.undo, name="inbox_chosen_undo"),
    path("/chosen/snooze", chosen.snooze, name="inbox_chosen_snooze"),
    path("/chosen/waking", chosen.waking, name="inbox_chosen_waking"),
    path("/chosen/closure", chosen.closure, name="inbox_chosen_closure"),
    path("/chosen/reopening", chosen.reopening, name="inbox_chosen_reopening"),
    path("/chosen/unreading", chosen.unreading, name="inbox_chosen_unreading"),
    path("/chosen/unmarking", chosen.unmarking, name="inbox_chosen_unmarking"),
    path("/sidebar", sidebar.built_in, name="inbox_sidebar"),
    path("/sidebar/custom", sidebar.custom, name="inbox_sidebar_custom"),
    path("/sidebar/folds", sidebar.folds, name="inbox_sidebar_folds"),
    path("/custom/order", sidebar.order, name="inbox_custom_order"),
    path("/custom/new", custom.new, name="inbox_custom_new"),
    path("/custom/conditions", custom.conditions, name="inbox_custom_conditions"),
    path("/custom/lost", custom.lost, name="inbox_custom_lost"),
    path(CUSTOM, custom.edit, name="inbox_custom_edit"),
    path(f"{CUSTOM}/deletion", custom.deletion, name="inbox_custom_deletion"),
    path("/custom/<int:deleted_id>/restoration", custom.restoration, name="inbox_custom_restoration"),
    path(f"{CONTACT}/thread", parts.thread, name="inbox_thread"),
    path(f"{CONTACT}/older", parts.older, name="inbox_older"),
    path(f"{CONTACT}/pane", parts.pane, name="inbox_pane"),
    path(f"{CONTACT}/messages", saying.messages, name="inbox_messages"),
    path(f"{CONTACT}/messages/<int:message_id>", parts.message, name="inbox_message"),
    path(f"{CONTACT}/messages/<int:message_id>/delivery", saying.delivery, name="inbox_delivery"),
    path(f"{CONTACT}/comments", saying.comments, name="inbox_comments"),
    path(f"{CONTACT}/draft", saying.draft, name="inbox_draft"),
    path(f"{CONTACT}/reading", saying.reading, name="inbox_reading"),
    path(f"{CONTACT}/unreading", saying.unreading, name="inbox_unreading"),
    path(f"{CONTACT}/typing", saying.typing, name="inbox_typing"),
    path(f"{CONTACT}/assignee", handling.assignee, name="inbox_assignee"),
    path(f"{CONTACT}/snooze", handling.snooze, name="inbox_snooze"),
    path(f"{CONTACT}/closure", handling.closure, name="inbox_closure"),
    path(f"{CONTACT}/opening", handling.opening, name="inbox_opening"),
    path(
        f"{CONTACT}/conversations/<int:conversation_id>/reopening", handling.reopening, name="inbox_reopening"
    ),
    path(f"{CONTACT}/tags", tagging.tags, name="inbox_tags"),
]
