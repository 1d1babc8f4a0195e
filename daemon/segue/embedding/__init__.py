"""Texts to vectors: embedders behind one interface, and what can be made of their vectors."""
