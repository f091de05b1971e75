"""What tests of agents, handlers and clients need: so far, the native core in plain Python (`fake_core`)."""
