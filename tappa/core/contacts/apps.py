"""Django's handle on the room."""

from importlib import import_module

from django.apps import AppConfig


class Contacts(AppConfig):
    """The room `contacts`."""

    name = "tappa.core.contacts"
    label = "contacts"

    def ready(self) -> None:
        """What keeps filters in this room is registered by being read."""
        import_module("tappa.core.contacts.segments")
