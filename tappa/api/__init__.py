"""The door for programs: the developer API under /v2, compatible with the respond.io Developer API v2.

`door.py` lets a call in or turns it away, one file a noun answers it, `schema.py` describes them all.
"""
