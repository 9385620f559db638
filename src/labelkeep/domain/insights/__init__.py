"""Insights: what a person or a manager sees at a glance across the rooms below."""
