"""Many contacts at once on the pages: what is chosen and done with them, and how far it is."""
