"""Procedural memory: what a person does in several steps, found, followed and described. Pure: no disk, no clock."""
