"""The configuration: alone, in a server, and beside the real program."""
