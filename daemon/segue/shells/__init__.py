"""The person's shells: which there are, which files they read when they open, and the line of ours in those."""
