"""The addresses of the Inbox: what is read, and what is done."""
