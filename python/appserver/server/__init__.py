"""The server side: request handlers, what they are given, and what they send."""
