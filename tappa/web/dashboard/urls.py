"""The addresses of the dashboard, below /w/<slug>/dashboard."""

from django.urls import URLPattern, path

from tappa.web.dashboard import views

urlpatterns: list[URLPattern] = [
    path("", views.dashboard, name="dashboard"),
    path("/lifecycle", views.lifecycle_part, name="dashboard_lifecycle"),
]
