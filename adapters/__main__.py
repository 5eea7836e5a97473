"""`python -m adapters` is `gigi run`: every platform that is configured."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["run"]
    main()
