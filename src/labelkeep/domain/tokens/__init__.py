"""API tokens: what a program may do in the name of a person."""
