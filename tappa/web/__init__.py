"""The pages of the browser and the letterboxes of the channels: one Django app."""
