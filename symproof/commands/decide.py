"""`symproof decide`: one claim on the command line, or a file of claims, answered as they finish."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ..files import write_atomically
from ..project import ProjectError
from ..workers import Stopped, cores, each, limit_memory

if TYPE_CHECKING:
    from ..decide.claim import Answer

EXIT = {"proved": 0, "refuted": 1, "undecided": 3}
LONGEST_ROW = 1_000_000
DESCRIPTION = "Decide one claim, or every row of a file: proved by the kernel, refuted at a point, or undecided and why."
EPILOG = """\
examples:
  symproof decide 'sin(2*x)' '2*sin(x)*cos(x)' --var x:real
  symproof decide 'Integral(exp(-a*x**2), (x, -oo, oo)) == sqrt(pi/a)' --var a:positive
  symproof decide 'q*(1 - q) <= 1/4' --var q:real --domain q:0,1
  symproof decide 'log((exp(t) - 1)/t) == t/2 + t**2/24 + O(t**4)' --var t:real
  symproof decide 'E(Normal("x", m, s)**2) == m**2 + s**2' --var m:real s:positive
  symproof decide claims.jsonl --jobs 4 > answers.jsonl

syntax (SymPy's, read by a whitelist; nothing is executed):
  numbers        3, 1/3, Rational(1, 3); 0.1 is 1/10 (with --float, the binary number)
  constants      pi, E, I, EulerGamma, GoldenRatio; oo as a bound
  arithmetic     + - * / ** %, == != <= < >= >
  elementary     exp log sqrt cbrt root sin … csc, asin … acsc, sinh … csch, asinh …, Abs sign Max Min floor ceiling
                 Piecewise((a, x > 0), (b, True)), re im arg conjugate
  special        erf erfc gamma digamma polygamma beta zeta polylog harmonic factorial binomial rf ff bessel…
                 hyper((a,), (b,), z) hermite legendre laguerre chebyshevt Ei Si Ci LambertW lowergamma uppergamma …
  binders        Integral(f, (x, a, b)), Sum, Product, Limit(f, x, a, '+'), Derivative(f, (x, 2), y), Subs(f, x, a)
  remainders     + O(x**3), + O(x**(-2), (x, oo))
  matrices       Matrix([[a, b], [c, d]]), eye diag zeros, + * ** .T det trace .inv() M[0, 1]
  expectation    E Var Cov P of (x, Normal(m, s)) or Normal('x', m, s): Exponential Gamma Beta Uniform Laplace LogNormal
                 ChiSquared Logistic Weibull Rayleigh Bernoulli Binomial Poisson Geometric, with SymPy's parameters

kinds of variables: real, complex, positive, negative, nonnegative, nonpositive, nonzero, unit, integer, natural,
  positive_integer (or "integer,positive"); --domain NAME:LOW,HIGH adds the closed interval as a hypothesis.

a file has one JSON object a line, {"id", "lhs", "rhs", "vars": {"a": "positive"}, "domain": {"q": [0.1, 0.9]}};
answers come as they finish, one a line: {"id", "verdict", "witness", "trust", "obligations", "reason", "seconds"}.

exit codes: 0 proved (a file: every row was answered), 1 refuted, 3 undecided, 2 could not be read.
"""


def add_parser(commands: Any, count: Any, seconds: Any) -> None:
    """Register the command; `count` and `seconds` check the numbers of options."""
    sub = commands.add_parser("decide", help="decide a claim, or a file of claims", description=DESCRIPTION, epilog=EPILOG,
                              formatter_class=argparse.RawDescriptionHelpFormatter)
    sub.add_argument("left", metavar="CLAIM|LEFT|FILE.jsonl", help="a relation, a left side, or a file (- for standard input)")
    sub.add_argument("right", nargs="?", help="the right side; the claim is then LEFT == RIGHT")
    sub.add_argument("--var", "-v", action="extend", nargs="+", default=[], metavar="NAME:KIND", help="a variable and its kind")
    sub.add_argument("--domain", "-d", action="extend", nargs="+", default=[], metavar="NAME:LOW,HIGH",
                     help="a closed interval, as a hypothesis")
    sub.add_argument("--time-limit", type=seconds, default=20.0, metavar="S", help="seconds for one claim (default: 20)")
    sub.add_argument("--memory-limit", type=count, default=4096, metavar="MB", help="for one worker (default: 4096)")
    sub.add_argument("--jobs", "-j", type=count, default=0, metavar="N", help="workers for a file (default: one a core)")
    sub.add_argument("--float", action="store_true", help="decimals are the binary numbers that Python makes of them")
    sub.add_argument("--json", action="store_true", help="one claim: the answer as a JSON line")
    sub.add_argument("--certificate", metavar="FILE", help="one claim: write the proof for `symproof recheck`")
    sub.add_argument("--quiet", "-q", action="store_true", help="no progress")


def run(options: argparse.Namespace) -> int:
    """The command; returns the exit code."""
    from ..decide import decision  # noqa: F401 — loaded once, before the workers start
    from ..render import text  # noqa: F401
    named = options.left == "-" or options.left.endswith(".jsonl") or "=" not in options.left and Path(options.left).is_file()
    if options.right is None and named:
        return _file(options)
    return _one(options)


# -- the worker's side ------------------------------------------------------------------------------------------------

def _serve(connection: Connection, memory: int, floats: bool, certificate: bool) -> None:
    limit_memory(memory)
    sys.setrecursionlimit(20_000)
    while True:
        try:
            _, row, seconds = connection.recv()
        except (EOFError, KeyboardInterrupt, OSError):
            return
        try:
            connection.send(_answered(row, seconds, floats, certificate))
        except MemoryError:
            os._exit(1)
        except (KeyboardInterrupt, BrokenPipeError):
            return


def _answered(row: dict[str, Any], seconds: float, floats: bool, certificate: bool) -> Any:
    """The answer, or the text of a ReadError."""
    from ..decide.claim import Answer
    from ..decide.decision import decide
    from ..decide.surface import ReadError

    try:
        return decide(row["lhs"], row.get("rhs"), row.get("vars"), row.get("domain"), time_limit=seconds, floats=floats,
                      certificate=certificate)
    except ReadError as error:
        return error.shown()
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours must not take the other rows with it
        return Answer("undecided", f"an internal error ended the attempt ({type(error).__name__}: {str(error)[:200]}); "
                      "please report this claim")


def _stopped(stopped: Stopped, limit: float, memory: int) -> Answer:
    from ..decide.claim import Answer

    return Answer("undecided", f"no answer within {limit:g} s, so it was stopped" if stopped.late else
                  f"the worker ended, most likely at the memory limit of {memory} MB")


# -- one claim --------------------------------------------------------------------------------------------------------

def _one(options: argparse.Namespace) -> int:
    row = {"lhs": options.left, "rhs": options.right, "vars": dict(_pairs(options.var, "--var", "NAME:KIND")),
           "domain": {name: _interval(name, ends) for name, ends in _pairs(options.domain, "--domain", "NAME:LOW,HIGH")}}
    tasks = [("decide", row, options.time_limit * 0.9)]
    arguments = (options.memory_limit << 20, options.float, bool(options.certificate))
    (_, answer, spent), = each(_serve, arguments, tasks, 1, options.time_limit)
    if isinstance(answer, str):
        raise ProjectError(answer)
    if isinstance(answer, Stopped):
        answer = _stopped(answer, options.time_limit, options.memory_limit)
    if options.json:
        print(json.dumps(answer_json(None, answer, spent), ensure_ascii=False))
    else:
        _print(row, answer, spent, sys.stdout)
    if options.certificate and answer.certificate is not None:
        _write(Path(options.certificate), answer.certificate)
    return EXIT[answer.verdict]


def _pairs(texts: list[str], option: str, shape: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, colon, rest = text.partition(":")
        if not colon or not name.strip() or not rest.strip():
            raise ProjectError(f"{option} takes {shape}, found {text!r}")
        yield name.strip(), rest.strip()


def _interval(name: str, text: str) -> list[str]:
    ends = [part.strip() for part in re.split(r",|\.\.", text.strip("[]"))]
    if len(ends) != 2:
        raise ProjectError(f"--domain takes NAME:LOW,HIGH, found {name}:{text}")
    return ends


_COLOURS = {"proved": "32", "refuted": "35", "undecided": "33"}


def _print(row: dict[str, Any], answer: Answer, spent: float, stream: TextIO) -> None:
    shown = f"\x1b[{_COLOURS[answer.verdict]}m{answer.verdict}\x1b[0m" if stream.isatty() else answer.verdict
    claim = row["lhs"] if row["rhs"] is None else f"{row['lhs']}  =  {row['rhs']}"
    print(f"{shown}  {claim}", file=stream)
    kinds = ", ".join(f"{n} {k}" for n, k in row["vars"].items())
    within = ", ".join(f"{n} in [{a}, {b}]" for n, (a, b) in row["domain"].items())
    lines = [("for all", "; ".join(filter(None, (kinds, within))))]
    if answer.witness is not None:
        w = answer.witness
        lines += [("witness", ", ".join(f"{n} = {v}" for n, v in w.values.items())), ("left", w.left), ("right", w.right),
                  ("note", w.note)]
    else:
        lines += [("because", answer.reason if answer.verdict != "proved" else "")]
        lines += [("rests on", t) for t in answer.trust]
        lines += [("needs", o) for o in answer.obligations]
    lines.append(("time", f"{spent:.2f} s"))
    for label, text in lines:
        if text:
            print(f"  {label:<9} {text}", file=stream)


def _write(path: Path, certificate: dict[str, Any]) -> None:
    try:
        write_atomically(path, (json.dumps(certificate, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
    except OSError as error:
        raise ProjectError(f"cannot write {path}: {error.strerror}") from None
    print(f"wrote {path}", file=sys.stderr)


def answer_json(name: Any, answer: Answer, seconds: float) -> dict[str, Any]:
    """The answer as a row of the output."""
    witness = None
    if answer.witness is not None:
        w = answer.witness
        witness = {"values": w.values, "left": w.left, "right": w.right, **({"note": w.note} if w.note else {})}
    return {"id": name, "verdict": answer.verdict, "witness": witness, "trust": list(answer.trust),
            "obligations": list(answer.obligations), "reason": answer.reason, "seconds": round(seconds, 3)}


# -- a file -----------------------------------------------------------------------------------------------------------

class RowError(ValueError):
    """A row that is no claim."""


def _file(options: argparse.Namespace) -> int:
    if options.certificate:
        raise ProjectError("--certificate is for one claim, not for a file")
    shown = "standard input" if options.left == "-" else options.left
    unread = answered = 0
    counts: dict[str, int] = {}

    def refuse(name: Any, message: str) -> None:
        nonlocal unread
        unread += 1
        print(f"symproof: {message}", file=sys.stderr, flush=True)
        print(json.dumps({"id": name, "verdict": "undecided", "witness": None, "trust": [], "obligations": [],
                          "reason": f"could not be read: {message.splitlines()[0]}", "seconds": 0.0}, ensure_ascii=False),
              flush=True)

    def tasks() -> Iterator[tuple[Any, ...]]:
        for number, line in _lines(options.left):
            try:
                row = read_row(line)
            except RowError as error:
                refuse(None, f"{shown}:{number}: {error}")
                continue
            yield ((number, row.get("id", number)), row, options.time_limit * 0.9)

    jobs = options.jobs or cores()
    progress = sys.stderr.isatty() and not options.quiet
    arguments = (options.memory_limit << 20, options.float, False)
    for (place, _, _), answer, spent in each(_serve, arguments, tasks(), jobs, options.time_limit):
        number, name = place
        if isinstance(answer, str):
            refuse(name, f"{shown}:{number}: {answer}")
        else:
            if isinstance(answer, Stopped):
                answer = _stopped(answer, options.time_limit, options.memory_limit)
            counts[answer.verdict] = counts.get(answer.verdict, 0) + 1
            answered += 1
            print(json.dumps(answer_json(name, answer, spent), ensure_ascii=False), flush=True)
        if progress:
            told = ", ".join(f"{n} {v}" for v, n in counts.items())
            print(f"\r\x1b[2K{answered} answered: {told}", end="", file=sys.stderr, flush=True)
    if progress:
        print("\r\x1b[2K", end="", file=sys.stderr)
    if not answered and not unread:
        raise ProjectError(f"{shown} has no rows: expected one JSON object a line, such as "
                           '{"id": "1", "lhs": "x + x", "rhs": "2*x", "vars": {"x": "real"}}')
    if not options.quiet:
        told = ", ".join(f"{counts[v]} {v}" for v in EXIT if v in counts)
        print(f"{told or 'nothing answered'}{f', {unread} could not be read' if unread else ''}", file=sys.stderr)
    return 2 if unread else 0


def _lines(path: str) -> Iterator[tuple[int, bytes]]:
    try:
        stream = sys.stdin.buffer if path == "-" else open(path, "rb")  # noqa: SIM115 — closed below
    except OSError as error:
        raise ProjectError(f"{path} cannot be opened: {error.strerror}") from None
    with stream:
        number = 0
        while line := stream.readline(LONGEST_ROW + 1):
            number += 1
            whole = line
            while not line.endswith(b"\n") and len(line) > LONGEST_ROW:
                line = stream.readline(LONGEST_ROW + 1)
            if whole.strip():
                yield number, whole


def _exact(text: str) -> Fraction:
    if len(text) > 400 or (found := re.search(r"[eE][+-]?(\d+)$", text)) and int(found.group(1)) > 1000:
        raise RowError(f"the number {text[:40]} is too large")
    return Fraction(text)


def _no_constant(text: str) -> Any:
    raise RowError(f"{text} is not a number")


def read_row(line: bytes) -> dict[str, Any]:
    """A row of a file as data; raises RowError, with the column where there is one."""
    if len(line) > LONGEST_ROW:
        raise RowError(f"the row is longer than {LONGEST_ROW} bytes")
    try:
        row = json.loads(line.decode("utf-8"), parse_float=_exact, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise RowError(f"column {error.start + 1}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise RowError(f"column {error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise RowError("the JSON is too deeply nested") from None
    if not isinstance(row, dict):
        raise RowError("expected a JSON object with lhs, rhs and vars")
    for key, kinds, needed in (("lhs", str, True), ("rhs", (str, type(None)), False), ("vars", dict, False),
                               ("domain", dict, False)):
        if key not in row:
            if needed:
                raise RowError(f"the row has no {key!r}")
            continue
        if not isinstance(row[key], kinds) and row[key] is not None:
            raise RowError(f"{key!r} must be {'a text' if kinds is not dict else 'an object'}, found {row[key]!r}"[:200])
    return row
