"""What the demo workspace is made of: people, words, and how a life with stages and conversations runs."""
