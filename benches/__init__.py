"""Benchmarks: `make bench` runs them, `python -m benches.render` writes the pages."""
