"""The daemon's side of the worker process: its life, and the texts that wait for it."""
