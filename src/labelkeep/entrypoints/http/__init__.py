"""HTTP: routes of all rooms behind one guard, errors as problem+json, headers on every response, the app's shell."""
