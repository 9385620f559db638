"""No I/O: errors, ids, clock, settings, canonical JSON, hashing."""
