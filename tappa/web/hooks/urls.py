"""Addresses of the letterboxes."""

from django.urls import URLPattern, URLResolver, re_path

from tappa.web.hooks import custom

# With and without the final slash, and by the shorter name too: bridges made for others post to either.
urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?:channel/)?webhook/?$", custom.webhook, name="custom_channel_webhook"),
]
