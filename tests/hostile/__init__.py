"""A server that lies: a proxy between the browser and the real system, and what the client must make of it."""
