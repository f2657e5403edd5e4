"""Questions over all rooms: how many stand where, and what a new workspace still lacks. It holds no tables of its own."""
