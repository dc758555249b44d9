"""The letterbox's door: what happens to reports, files, grants, conversations and mailboxes, one module each."""
