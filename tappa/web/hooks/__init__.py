"""The letterboxes: where the providers behind the channels post what contacts say."""
