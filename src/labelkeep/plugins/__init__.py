"""One file each, found by scanning the package."""
