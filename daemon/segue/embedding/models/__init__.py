"""The embedding models that can be run here: which there are, where they lie, what their files say, which is in use."""
