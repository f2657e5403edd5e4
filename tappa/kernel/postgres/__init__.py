"""The embedded PostgreSQL: found, made, started, watched and stopped by us.

`server.open_server` is the door for the rest of the house. Nothing here imports Django, and this file
imports nothing at all, so that the supervisor's process stays small.
"""
