"""The kernel: what the house stands on. It knows nothing of contacts, stages or messages."""
