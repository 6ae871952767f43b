"""`cursus`, as its entry point starts it: `python -m tests.serving.command serve`."""

from curriculum.cli import main

if __name__ == "__main__":
    main()
