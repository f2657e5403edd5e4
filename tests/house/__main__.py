"""`python -m tests.house`: asks every house rule about the real tree; prints what breaks one, exits 1 when any does."""

import sys

from tests.house.real import RULES, ready


def main() -> int:
    """Ask, print, and return the exit code."""
    ready()
    broken = 0
    for rule, ask in RULES.items():
        if found := ask():
            broken += 1
            print(f"Broken: {rule}")
            for sentence in found:
                print(f"  {sentence}")
    print(f"{len(RULES) - broken} of {len(RULES)} house rules hold.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
