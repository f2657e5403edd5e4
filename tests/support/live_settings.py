"""Tappa's settings with the made pages of live_urls.py beside its own."""

from tappa.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.support.live_urls"
