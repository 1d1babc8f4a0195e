"""Where things are and which limits hold: read once, frozen, passed down."""
