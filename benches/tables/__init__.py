"""Who is measured and what is measured, as data files, and their reading."""
