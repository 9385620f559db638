"""What the formats are made of; the formats themselves stand beside this package, one file each."""
