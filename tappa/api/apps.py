"""Django's handle on this door's own tables."""

from django.apps import AppConfig


class Api(AppConfig):
    """The door `api`."""

    name = "tappa.api"
    label = "api"
