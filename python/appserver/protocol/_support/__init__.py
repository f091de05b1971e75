"""What the generated models stand on: base classes, field types, and the reading of messages."""
