"""Contacts: the table of all, and a drawer for one."""
