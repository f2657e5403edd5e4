"""What stands at the addresses of the settings, one file for each of their pages."""
