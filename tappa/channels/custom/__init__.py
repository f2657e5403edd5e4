"""The custom channel: any messaging provider, joined by a bridge that follows docs/channels.md."""
