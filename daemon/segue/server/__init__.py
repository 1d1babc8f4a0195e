"""Everything that listens: socket, shell FIFOs, history files; frames, deadlines, dispatch."""
