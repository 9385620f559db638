"""Second factors: authenticator apps, security keys and passkeys, recovery codes, and the way back after a loss."""
