"""`python -m bot` is `gigi`."""

from bot.cli import main

if __name__ == "__main__":
    main()
