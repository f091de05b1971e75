"""From result files to pages: no number in the documentation that a benchmark did not write."""
