"""Segments on the pages of contacts: the section of the sidebar, the title of one that is open, its dialogs (C4)."""
