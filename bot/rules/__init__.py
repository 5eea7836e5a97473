"""Pure rules: words or entities and `now` in, a verdict as data out. No clock, no disk, no network."""
