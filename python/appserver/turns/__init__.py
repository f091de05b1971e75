"""One turn: its stages, its supervisor, and what leaves it."""
