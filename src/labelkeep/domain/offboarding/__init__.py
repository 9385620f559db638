"""Offboarding: a person is suspended and let in again; what they did stays."""
