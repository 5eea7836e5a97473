"""What Discord refuses about a body: `messages`, `embeds`, `components`, `modals`, `commands`."""
