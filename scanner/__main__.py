"""``python -m scanner`` is the command ``magnify``."""

from scanner.cli import main

if __name__ == "__main__":  # processes that read import this file again
    main()
