"""The addresses of Contacts."""
