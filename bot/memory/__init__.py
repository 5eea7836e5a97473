"""What a person said before, found again. Texts are encrypted in the store, vectors rotated by the person's key."""
