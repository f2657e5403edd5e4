"""The addresses of Contacts."""

from django.urls import path

from tappa.web.contacts.views import acts, bulk, columns, deleted, drawer, field, filtering, segments, table

ONE = "/<int:contact_id>"
SEGMENT = "/segments/<int:segment_id>"

urlpatterns = [
    path("", table.contacts, name="contacts"),
    path("/table", table.table, name="contacts_table"),
    path("/count", table.count, name="contacts_count"),
    path("/total", table.total, name="contacts_total"),
    path("/lists", table.lists, name="contacts_lists"),
    path("/columns", columns.choose, name="contacts_columns"),
    path("/segments", segments.section, name="segments"),
    path("/segments/new", segments.new, name="segment_new"),
    path("/segments/order", segments.order, name="segments_order"),
    path(f"{SEGMENT}/count", segments.count, name="segment_count"),
    path(f"{SEGMENT}/edit", segments.edit, name="segment_edit"),
    path(f"{SEGMENT}/filter", segments.keep, name="segment_filter"),
    path(f"{SEGMENT}/deletion", segments.deletion, name="segment_deletion"),
    path("/filter", filtering.change_filter, name="contacts_filter"),
    path("/bulk", bulk.bulk, name="contacts_bulk"),
    path("/bulk/<slug:change>", bulk.dialog, name="contacts_bulk_dialog"),
    path("/jobs", bulk.jobs, name="contacts_jobs"),
    path("/jobs/<int:job_id>/cancel", bulk.cancel, name="contacts_job_cancel"),
    path("/jobs/<int:job_id>/undo", bulk.undo, name="contacts_job_undo"),
    path("/deleted", deleted.deleted, name="contacts_deleted"),
    path("/deleted/part", deleted.deleted_part, name="contacts_deleted_part"),
    path("/deleted/<int:hidden_id>/restore", deleted.restore, name="contact_restore"),
    path("/deleted/<int:hidden_id>/erasure", deleted.erasure, name="contact_erasure"),
    path("/new", acts.new, name="contact_new"),
    path(ONE, drawer.contact, name="contact"),
    path(f"{ONE}/drawer", drawer.drawer, name="contact_drawer"),
    path(f"{ONE}/activity", drawer.activity, name="contact_activity"),
    path(f"{ONE}/edit", acts.edit, name="contact_edit"),
    path(f"{ONE}/field", field.field, name="contact_field"),
    path(f"{ONE}/block", acts.block, name="contact_block"),
    path(f"{ONE}/deletion", acts.deletion, name="contact_deletion"),
]
