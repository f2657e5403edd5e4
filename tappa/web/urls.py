"""The addresses of the pages. Those of a workspace carry its slug."""

from django.urls import URLPattern, URLResolver, include, path

from tappa.web.shell import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("tappa.web.signin.urls")),
    path("chat/<slug:public_id>", include("tappa.web.chat.urls")),
    path("w/<slug:slug>/inbox", include("tappa.web.inbox.urls")),
    path("w/<slug:slug>/contacts", include("tappa.web.contacts.urls")),
    path("w/<slug:slug>/contacts/<int:contact_id>", include("tappa.web.stage.urls")),
    path("w/<slug:slug>/dashboard", include("tappa.web.dashboard.urls")),
    path("w/<slug:slug>/palette", include("tappa.web.palette.urls")),
    path("w/<slug:slug>/settings", include("tappa.web.settings.urls")),
    path("w/<slug:slug>/start", include("tappa.web.start.urls")),
]
