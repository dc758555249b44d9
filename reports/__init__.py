"""The letterbox: submissions, uploads, cases, envelopes, grants and chaff, mailbox."""
