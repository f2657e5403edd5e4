"""The rooms. From the lowest: activity, accounts, lifecycle, contacts, inbox. Each imports only rooms below it."""
