"""The house rules: what a machine can hold the code to (docs/architecture.md).

Each rule is a function that takes a tree, a registry or tables and returns what breaks it. Each has a test that breaks
it on a small made example. `python -m tests.house` asks all of them about the real tree, without a database.
"""
