"""What is measured beside us: the same work, done as somebody would do it without this package."""
