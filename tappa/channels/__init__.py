"""The post of the outside world: one folder per kind of channel."""
