"""The filter as chips that one can change."""
