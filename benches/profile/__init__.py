"""Where the rest goes: instructions by callgrind, Python's time by a sampling profiler."""
