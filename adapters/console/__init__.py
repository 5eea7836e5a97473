"""The terminal: a real adapter with its three faces (a person at a terminal, a pipe, JSON lines)."""
