"""The learned state and the mathematics on it."""
