"""The Inbox: the lists of conversations, the thread with a contact, and what a member does there."""
