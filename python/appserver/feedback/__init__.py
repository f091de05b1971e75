"""What users say of the work, handed to whoever embeds the server."""
