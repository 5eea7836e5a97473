"""The REST routes: `call` takes a request in, the other modules answer it, each for its noun."""
