"""The background worker's process: `python -m tappa.worker`. Django is made ready first, for the loops import its tables."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tappa.config.settings")
django.setup()

from tappa.worker.process import main  # noqa: E402  see above

if __name__ == "__main__":
    main()
