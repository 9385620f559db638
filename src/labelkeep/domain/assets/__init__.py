"""The things to label, their parts, and how they come in."""
