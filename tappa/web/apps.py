"""The pages, as one Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What pages show and do stands in the core; here is only what they remember for a while."""

    name = "tappa.web"
    label = "web"
