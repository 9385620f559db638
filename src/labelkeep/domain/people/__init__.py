"""People: accounts, sign-in links, passwords, sessions."""
