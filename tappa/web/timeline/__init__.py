"""What happened to a contact, in whole sentences: the lines between messages, and the Activity tab."""
