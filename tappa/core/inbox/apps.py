"""Django's handle on the room."""

from django.apps import AppConfig


class Inbox(AppConfig):
    """The room `inbox`."""

    name = "tappa.core.inbox"
    label = "inbox"
