"""The items of a turn, each from its start to its end."""
