"""Makes src/drafter/bank/traditional.txt from the tables of OpenCC (package opencc-python-reimplemented, Apache 2.0).

    python tools/make_traditional.py [TARGET]

One line for each simplified character: it, a tab, the traditional characters that are written so. Where OpenCC gives a
choice (乾: 干, 乾) its first is taken: for finding a phrase, folding too much does no harm.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "drafter" / "bank" / "traditional.txt"


def table() -> dict[str, str]:
    """Simplified character -> the traditional ones, both inside the basic plane."""
    text = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8")
    found: dict[str, str] = defaultdict(str)
    for line in text.splitlines():
        traditional, _, choices = line.partition("\t")
        simplified = choices.split()[0] if choices.split() else ""
        if len(traditional) == len(simplified) == 1 and traditional != simplified and simplified < "\uffff":
            found[simplified] += traditional
    return dict(sorted(found.items()))


def main() -> None:
    """Writes the table and says how large it is."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    made = table()
    lines = [f"{simplified}\t{traditional}" for simplified, traditional in made.items()]
    target.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    print(f"{len(made)} simplified, {sum(map(len, made.values()))} traditional characters -> {target}")


if __name__ == "__main__":
    main()
