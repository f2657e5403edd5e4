"""Django's handle on the room."""

from django.apps import AppConfig


class Lifecycle(AppConfig):
    """The room `lifecycle`."""

    name = "tappa.core.lifecycle"
    label = "lifecycle"
