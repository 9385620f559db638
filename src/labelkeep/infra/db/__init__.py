"""PostgreSQL: tables' base, the guarded session, the closed list of set statements, the embedded server."""
