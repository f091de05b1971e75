"""The handlers of the built-in methods, one file a family of methods."""
