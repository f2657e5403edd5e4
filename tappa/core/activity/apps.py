"""Django's handle on the room."""

from django.apps import AppConfig


class Activity(AppConfig):
    """The room `activity`."""

    name = "tappa.core.activity"
    label = "activity"
