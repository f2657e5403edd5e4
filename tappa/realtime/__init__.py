"""The live door: open pages hear the names of what has changed, and fetch it again by themselves."""
