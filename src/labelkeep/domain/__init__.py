"""One concept per room, each with its own routes, rules and tables."""
