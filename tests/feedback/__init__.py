"""What users say of the work."""
