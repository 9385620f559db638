"""Data types: what turns bytes into a surface."""
