"""The process that runs a model: the only part of segue that imports MLX, mlx-embeddings (GPL-3.0) and transformers.

It is started by `segue.embedding.mlx_process` with one end of a socketpair, and ends when the other end is closed.
"""
