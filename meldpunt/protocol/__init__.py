"""The Meldpunt protocol, version 1, in Python (docs/protocol.md).

Pure: bytes and dictionaries in, bytes and dictionaries out. Nothing here imports Django, opens a socket or reads a
file. `client/src/protocol/` is the twin in TypeScript, named alike file by file.
"""
