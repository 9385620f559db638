"""One answer for one asset: objects, classifications, and their immutable versions."""
