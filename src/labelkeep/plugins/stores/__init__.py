"""Object stores: where bytes lie."""
