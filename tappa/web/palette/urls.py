"""The addresses of the palette, below /w/<slug>/palette."""

from django.urls import URLPattern, path

from tappa.web.palette import views

urlpatterns: list[URLPattern] = [
    path("", views.palette, name="palette"),
    path("/found", views.palette_found, name="palette_found"),
]
