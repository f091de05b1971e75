"""Servers of tools that speak the Model Context Protocol. The package `mcp` is imported when one of them is started."""
