"""The addresses of a contact's stage."""

from django.urls import path

from tappa.web.stage import views

urlpatterns = [
    path("/stage", views.contact_stage, name="contact_stage"),
    path("/transitions/<int:transition_id>/undo", views.transition_undo, name="transition_undo"),
]
