"""The interactive picker: a line of the history, for the prompt."""
