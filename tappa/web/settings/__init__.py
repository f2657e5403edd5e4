"""Workspace settings: the workspace itself, its people, channels, API tokens, and the lifecycle switch."""
