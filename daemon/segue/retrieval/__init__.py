"""Lines found by what they mean: every recorded one is embedded in the background and kept in an index."""
