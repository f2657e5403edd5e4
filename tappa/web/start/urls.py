"""The addresses of getting started, below /w/<slug>/start."""

from django.urls import URLPattern, path

from tappa.web.start import views

urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("/steps", views.steps, name="start_steps"),
    path("/link", views.link, name="start_link"),
    path("/hiding", views.hiding, name="start_hiding"),
]
