"""Changing many assets at once: priority, split, exclusion, another round, ending leases."""
