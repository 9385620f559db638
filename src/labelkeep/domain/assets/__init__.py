"""Assets, their parts and renditions, and how they are imported."""
