"""Measures, on a person's own history, what segue would have suggested beside what they would have otherwise."""
