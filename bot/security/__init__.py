"""Keys, envelope encryption and blind indexes: what keeps a stored word unreadable without the master key."""
