"""What a stranger may check: the ledger's pages, checkpoints and receipts."""
