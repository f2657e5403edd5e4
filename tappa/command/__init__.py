"""The command line `tappa`: one file per command."""
