"""All threads of a server: starting, finding and listing them."""
