"""Reading and parsing of papers, by hand: `python tests/bench/paper.py [SOURCE …]`. One core; ratios within the same run.

Without sources, the golden formulas are set as a Markdown paper (each formula many times, shuffled). The baseline is the
standard library's own pure-Python tokenizer on the same number of characters of Python source, so the ratio says the same
on a fast and on a slow machine; SymPy's LaTeX parser is timed too where its grammar package is installed.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
import tokenize
from pathlib import Path

from symproof.paper import Paper, Unread, parse, read_paper, read_source

GOLDEN = Path(__file__).parent.parent / "paper" / "golden_rlaif.jsonl"
PYTHON = "value = first(argument, other[3]) + 2.5 * (left - right) ** power\n"
AIM = 2_000


def golden_paper(copies: int = 20) -> Paper:
    """The golden formulas as a paper: displays and inline formulas in the mixture of the original, in a fixed random order."""
    rows = [json.loads(line) for line in GOLDEN.read_text().splitlines()] * copies
    random.Random(5).shuffle(rows)
    text = "\n\n".join(
        f"$${row['text']}$$" if row["kind"] == "display" else f"Some words and ${row['text']}$ here." for row in rows
    )
    return read_source(text.encode(), "golden.md", Path())


def best(action, repeats: int = 3) -> float:
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return min(times)


def baseline(characters: int) -> float:
    """Seconds that `tokenize` takes for this many characters of Python."""
    source = PYTHON * (characters // len(PYTHON) + 1)
    return best(lambda: list(tokenize.generate_tokens(io.StringIO(source).readline)))


def row(name: str, read) -> tuple[float, str]:
    paper = read()
    reading = best(read)
    texts = [formula.text for formula in paper.formulas]
    parsing = best(lambda: [parse(text) for text in texts])
    unread = sum(isinstance(parse(text), Unread) for text in texts)
    characters = sum(map(len, texts))
    rate = len(texts) / (reading + parsing)
    ratio = parsing / max(baseline(characters), 1e-9)
    return rate, (
        f"{name[-28:]:28} {len(texts):8} {characters:9} {reading * 1e3:9.1f} {parsing * 1e3:9.1f} {rate:12.0f} {ratio:10.2f} "
        f"{unread:7}"
    )


def sympy_line() -> str:
    """SymPy's lark parser on a few easy formulas, when it can run at all."""
    easy = [r"\frac{a + b}{c} = d", r"x^2 + y^2 = z^2", r"\sin(x) + \log(y)", r"a = b + c"] * 5
    try:
        from sympy.parsing.latex import parse_latex

        seconds = best(lambda: [parse_latex(text, backend="lark") for text in easy], 1)
    except Exception as error:  # an optional package of another project: whatever it raises, the table goes on
        return f"SymPy's LaTeX parser cannot run here ({type(error).__name__})"
    own = best(lambda: [parse(text) for text in easy])
    return (
        f"on {len(easy)} easy formulas: {len(easy) / own:.0f} a second, SymPy's lark parser {len(easy) / seconds:.0f} "
        f"({seconds / own:.0f} times slower)"
    )


def main(sources: list[str]) -> int:
    heads = f"{'read ms':>9} {'parse ms':>9} {'formulas/s':>12} {'x tokenize':>10} {'unread':>7}"
    print(f"{'source':28} {'formulas':>8} {'chars':>9} {heads}")
    jobs = [(name, lambda name=name: read_paper(name)) for name in sources] or [("golden formulas", golden_paper)]
    rates = []
    for name, read in jobs:
        rate, line = row(name, read)
        rates.append(rate)
        print(line)
    print(sympy_line())
    print(f"aim: {AIM} formulas a second; slowest here: {min(rates):.0f}")
    return min(rates) < AIM


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
