"""Pictures of conversations for the README, drawn from real ones."""
