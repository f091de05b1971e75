"""Logins and keys: where they come from and where they are kept. No secret is in an error, a log or a `repr`."""
