"""A contact's stage on the pages: the picker, the bar, the move and its Undo. Any area may use it."""
