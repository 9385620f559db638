"""Labelkeep: self-hosted annotation for data that must not travel."""
