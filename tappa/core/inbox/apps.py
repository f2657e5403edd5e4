"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class Inbox(AppConfig):
    """The room `inbox`."""

    name = "tappa.core.inbox"
    label = "inbox"

    def ready(self) -> None:
        """What this room adds to the filter of contacts, and what keeps filters in it, are registered by being read."""
        import_module("tappa.core.inbox.filter_fields")
        import_module("tappa.core.inbox.custom")
