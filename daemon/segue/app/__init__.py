"""The composition root: builds every room, starts the servers and stops them in reverse."""
