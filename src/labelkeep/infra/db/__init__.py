"""PostgreSQL: the embedded server, the five roles and how to reach them."""
