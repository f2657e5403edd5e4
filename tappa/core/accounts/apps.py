"""Django's handle on the room."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """The room `accounts`."""

    name = "tappa.core.accounts"
    label = "accounts"
