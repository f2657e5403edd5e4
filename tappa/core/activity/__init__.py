"""What happened: who did it (Actor), what may be said to have happened (facts), and the append-only log of it.

The lowest room, so that every other can record here. Its rows therefore hold plain ids and no keys upward.
"""
