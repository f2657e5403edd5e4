"""The command palette: where one can go, and whom one can find by typing. What can be done stands on the page itself."""
