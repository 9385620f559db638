"""The organisation's own rules: from where its people work and what they must show."""
