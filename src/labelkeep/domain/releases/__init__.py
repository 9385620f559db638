"""Snapshots and the approved exports made of them."""
