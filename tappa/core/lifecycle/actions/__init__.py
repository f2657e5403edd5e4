"""What one can do here: one file per verb. Pages, API, imports and rules all come through these."""
