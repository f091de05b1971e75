"""What needs the user's consent: pure tables."""
