"""Exchange formats: what reads and writes labels."""
