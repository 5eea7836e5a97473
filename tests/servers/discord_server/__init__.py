"""The Discord of the tests, spoken to by an unmodified discord.py."""
