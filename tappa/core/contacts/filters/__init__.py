"""A filter is a value: whatever wrote it (an API body, an address, a saved segment), it is one tree of terms."""
