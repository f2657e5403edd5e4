"""Addresses of programs' calls: all that config/calls.py answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("v2/", include("tappa.api.urls")),
    path("custom/", include("tappa.web.hooks.urls")),
]
