"""The agent that asks a model: requests to its provider, their answers as items of a turn."""
