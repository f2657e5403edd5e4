"""The website chat: a page of our own on which anybody writes to the workspace. No provider stands between."""
