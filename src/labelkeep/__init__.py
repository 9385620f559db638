"""Labelkeep: self-hosted annotation for data that must not travel."""

__version__ = "0.1.0"
