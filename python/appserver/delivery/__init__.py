"""Python around the native core: sends and their outcomes, streams, handler permits."""
