"""Identity, grants, capabilities, roles and the Access object: who may do what."""
