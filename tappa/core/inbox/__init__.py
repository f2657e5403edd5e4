"""Channels, conversations and messages: everything said between a workspace and its contacts."""
