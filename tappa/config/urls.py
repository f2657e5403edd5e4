"""Addresses: each door brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from tappa.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("tappa.config.call_urls")),
    path("", include("tappa.web.urls")),
]
handler400 = "tappa.config.answers.bad_request"
handler403 = "tappa.config.answers.forbidden"
handler404 = "tappa.config.answers.not_found"
handler429 = "tappa.config.answers.too_many"  # allauth's, found by this name
handler500 = "tappa.config.answers.server_error"
