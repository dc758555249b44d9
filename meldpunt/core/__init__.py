"""What every app stands on: audit trail, clock, tokens, proof of work, problem details."""
