"""The only ways in: HTTP, command line, worker."""
