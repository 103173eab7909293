"""Counts what stands beside the words of washed.toml in clean texts, and writes contexts.toml beside it.

    python -m tools.make_wash_contexts COLLECTION.jsonl ... [--without NAME ...]

A collection has a text in `text` of each line. Kept are stretches of one or two characters that tell an original from
its wash, with no more of the texts than that; names in them are left out with
`--without`. Expressions of expressions.toml that the texts contradict are printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from drafter.commands.mine import guide
from drafter.mine.proposals.table import FILES, Pair, pairs, plain

FEWEST: Final = 4
"""Times a word stands in a context before it counts; in a context of one character, four times as many."""
RATIO: Final = 8
COMMON: Final = 12
"""Times a wash stands in the texts before it is a word that nobody need be surprised at."""
MOST: Final = 90
"""Contexts kept for each pair and side, the most frequent ones."""
_HAN: Final = re.compile("[#“”\u4e00-\u9fff]+")

Counts = dict[str, Counter[str]]
_ALL: Final = ""
"""The context that every place has."""


def texts(files: Iterable[Path]) -> Iterator[str]:
    """The texts of the collections, and the formulae of the bank."""
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)["text"]
    yield from guide([]).phrases


def counted(words: frozenset[str], source: Iterable[str]) -> Counts:
    """Word -> contexts (`__` is the place of the word, one or two characters beside it) -> how often."""
    found: Counts = {word: Counter() for word in words}
    pattern = re.compile(f"(?=({'|'.join(sorted(words, key=len, reverse=True))}))")
    for text in source:
        whole = plain(text)
        for match in pattern.finditer(whole):
            word, start = match[1], match.start()
            end = start + len(word)
            found[word][_ALL] += 1
            for size in (1, 2):
                before, after = whole[max(0, start - size) : start], whole[end : end + size]
                found[word].update(
                    context
                    for piece, context in ((before, f"{before}_"), (after, f"_{after}"))
                    if len(piece) == size and _HAN.fullmatch(piece)
                )
    return found


def telling(one: Counter[str], other: Counter[str]) -> list[str]:
    """Contexts that belong to the words counted in `one` and not to those in `other`, the most frequent first."""
    kept: list[str] = []
    for context, count in sorted(one.items(), key=lambda item: (len(item[0]), -item[1], item[0])):
        if context == _ALL:
            continue
        short = len(context) == 2
        enough = (
            count >= FEWEST * (4 if short else 1) and count >= RATIO * (4 if short else 1) * other[context]
        )
        if enough:
            kept.append(context)
    return sorted(kept, key=lambda context: (-one[context], context))[:MOST]


def contradicted(pair: Pair, counts: Counts) -> list[str]:
    """Expressions of a pair in which the texts have the wash as often as the original."""
    wash, original = counts[pair.wash], counts[pair.original]
    return [each for each in pair.expressions if wash[each] > 1 and 4 * wash[each] > original[each]]


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--without", metavar="NAME", nargs="*", default=[])
    options = parser.parse_args()
    table = pairs()
    words = frozenset(word for pair in table for word in (pair.wash, pair.original))
    counts = counted(words, texts(options.files))
    for found in counts.values():
        for context in [each for each in found if any(name in each for name in options.without)]:
            del found[context]
    lines = [
        "# Made by tools/make_wash_contexts.py: what stands beside originals (`for`) and words that are right (`against`).\n"
    ]
    for pair in table:
        wash, original = counts[pair.wash], counts[pair.original]
        # One character beside a word proves that it may be right, but never that it is wrong.
        proofs = [context for context in telling(original, wash) if len(context) > 2]
        sides = {"for": proofs, "against": telling(wash, original)}
        often = "common = true, " if wash[_ALL] >= COMMON else ""
        values = often + ", ".join(f'{side} = "{" ".join(found)}"' for side, found in sides.items() if found)
        lines.append(f'"{pair.wash}/{pair.original}" = {{ {values} }}\n')
        if wrong := contradicted(pair, counts):
            print(
                f"{pair.wash}/{pair.original}", *(f"{each}({wash[each]}:{original[each]})" for each in wrong)
            )
    FILES.joinpath("contexts.toml").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
