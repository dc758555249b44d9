"""A client of the letterbox in Python, written from docs/protocol.md: what the tests file, read and answer with."""
