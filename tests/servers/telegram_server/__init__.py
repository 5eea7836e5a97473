"""The Telegram server keeps what it promises: python-telegram-bot, unmodified, over the socket."""
