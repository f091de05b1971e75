"""What only the native core has: lifetimes, file descriptors, timers."""
