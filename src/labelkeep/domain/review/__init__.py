"""Reviews and issues: what another person says of a label."""
