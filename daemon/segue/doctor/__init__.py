"""What may be wrong: pure rules over what was seen; `looking` is the only part that looks."""
