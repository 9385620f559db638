"""Views: one person's permission to see one asset now, and the tiles they are shown."""
