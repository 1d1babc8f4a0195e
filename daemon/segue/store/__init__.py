"""The event store, the only door to SQLite, and the snapshot file."""
