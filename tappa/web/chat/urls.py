"""Addresses of the chat, below /chat/<public id>."""

from django.urls import URLPattern, URLResolver, path

from tappa.web.chat import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.page, name="chat"),
    path("/thread", views.thread, name="chat_thread"),
    path("/messages", views.messages, name="chat_messages"),
    path("/details", views.details, name="chat_details"),
    path("/seen", views.seen, name="chat_seen"),
    path("/typing", views.typing, name="chat_typing"),
]
