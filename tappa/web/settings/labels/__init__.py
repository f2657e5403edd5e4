"""Custom fields and tags in the settings."""
