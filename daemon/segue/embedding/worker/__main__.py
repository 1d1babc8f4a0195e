"""`python -m segue.embedding.worker DESCRIPTOR`: serves the socket that it has inherited."""

from __future__ import annotations

import socket
import sys

from segue.embedding.worker.serving import serve

if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
