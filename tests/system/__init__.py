"""The whole system as processes, without a browser."""
