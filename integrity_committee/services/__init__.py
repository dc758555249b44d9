"""The committee's door: signing in, keys, and what a member does with a case, one module each."""
