"""The ledger: what happened, in a form that a stranger can check without us (RFC 6962 tree, C2SP files)."""
