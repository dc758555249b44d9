"""The pages: rendered ahead of time, served as they are."""
