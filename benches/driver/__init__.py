"""Runs the workers round by round, and keeps what they measured."""
