"""Servers of tools: their life, their calls, and how hostile they may be."""
