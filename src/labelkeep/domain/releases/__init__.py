"""Snapshots and releases: what leaves, leaves approved, signed and recorded."""
