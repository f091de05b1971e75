"""How benchmarks measure: interleaved rounds, samples, result files."""
