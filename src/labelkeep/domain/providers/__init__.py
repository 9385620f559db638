"""Providers: sign-in by OpenID Connect, identities, memberships given by groups, sign-out by the provider."""
