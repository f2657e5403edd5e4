"""The background: follows the log, delivers what goes out, keeps the schedule."""
