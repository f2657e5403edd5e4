"""Tappa's settings with the views of odd_urls.py beside them: views that do what a good one never does."""

from tappa.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.support.odd_urls"
