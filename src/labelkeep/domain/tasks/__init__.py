"""Tasks and leases: one asset in one workflow step, claimed by one person."""
