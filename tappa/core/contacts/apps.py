"""Django's handle on the room."""

from django.apps import AppConfig


class Contacts(AppConfig):
    """The room `contacts`."""

    name = "tappa.core.contacts"
    label = "contacts"
