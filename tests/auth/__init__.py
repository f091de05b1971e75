"""Logins, keys, and that no secret is told to anybody."""
