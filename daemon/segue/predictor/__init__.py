"""Ranks what may come next; never changes the model."""
