"""Key wrappers: who holds the master key."""
