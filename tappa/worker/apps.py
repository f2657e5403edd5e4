"""Django's handle on this door's own tables."""

from django.apps import AppConfig


class Worker(AppConfig):
    """The door `worker`."""

    name = "tappa.worker"
    label = "worker"
