"""The JSON schema that the real program writes of its protocol: read, checked against, and drawn from."""
