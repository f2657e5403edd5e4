"""Tappa: a self-hosted contact lifecycle platform."""

__version__ = "0.1.0"
