"""Observes commands: updates the model, decays it, takes and restores snapshots."""
