r"""Macros: which definitions a source makes, and their expansion in a formula, with a map back to the source.

Only replacement is done (`\newcommand`, `\def` with undelimited parameters, `\DeclareMathOperator`, `\let`, …);
conditionals, catcodes and anything that computes are not followed. The number of replacements and the length of the
result are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .tokens import closing_brace

MAX_REPLACEMENTS = 2_000
MAX_TOKENS = 40_000
MAX_MACROS = 5_000
MAX_BODY = 5_000
MAX_SPENT = 4_000_000


class MacroError(ValueError):
    """A macro that cannot be expanded within the bounds."""


@dataclass(frozen=True, slots=True)
class Macro:
    """`\\name` with `arity` arguments, the first one optional when there is a default; "#1" … stand in the body."""

    body: str
    arity: int = 0
    default: str | None = None
    starred: bool = False


@dataclass
class Macros:
    """The definitions made so far, and how many characters their expansion has cost in the whole paper."""

    table: dict[str, Macro] = field(default_factory=dict)
    spent: int = 0


DEFINITION = re.compile(
    r"\\(?P<kind>newcommand|renewcommand|providecommand|DeclareRobustCommand|def|gdef|edef|xdef|let"
    r"|DeclareMathOperator|"
    r"DeclarePairedDelimiter|NewDocumentCommand|RenewDocumentCommand|newenvironment)(?![A-Za-z])\*?"
)
NAME = re.compile(r"\s*(?:\{\s*(\\[A-Za-z@]+|\\.)\s*\}|(\\[A-Za-z@]+|\\.))\s*", re.DOTALL)
ARITY = re.compile(r"\s*\[\s*(\d)\s*\]\s*")
DEFAULT = re.compile(r"\s*\[([^\]\n]{0,200})\]\s*")
PARAMETERS = re.compile(r"\s*((?:#\d\s*)*)(?=\{)")
TOKEN = re.compile(r"\\[A-Za-z@]+|\\.|.", re.DOTALL)
PROTECTED = frozenset(
    (r"\begin", r"\end", r"\left", r"\right", r"\label", r"\tag", r"\input", r"\\", r"\{", r"\}", r"\$")
)


def define(text: str, at: int, macros: Macros) -> tuple[int, str]:
    """Read the definition at text[at]; returns the offset behind it, and what could not be followed ("" if nothing)."""
    found = DEFINITION.match(text, at)
    if found is None:
        return at + 1, ""
    kind, place = found["kind"], found.end()
    if kind == "newenvironment":
        return place, "\\newenvironment is not followed"
    name_found = NAME.match(text, place)
    if name_found is None:
        return place, f"the name that \\{kind} defines was not found"
    name, place = name_found[1] or name_found[2], name_found.end()
    if kind == "let":
        target = re.compile(r"\s*=?\s*(\\[A-Za-z@]+|\\.|[^\\\s{}])").match(text, place)
        if target is None:
            return place, f"\\let{name} was not followed"
        if target[1] != name:
            _store(macros, name, macros.table.get(target[1], Macro(target[1])))
        return target.end(), ""
    arity, default = 0, None
    if kind.endswith("DocumentCommand"):
        close = closing_brace(text, place, place + MAX_BODY) if text[place : place + 1] == "{" else -1
        if close < 0:
            return place, f"\\{kind}{name} was not followed"
        signature = text[place + 1 : close].split()
        if any(letter != "m" for letter in signature):
            return close, f"\\{kind}{name} has arguments of a kind that is not followed"
        arity, place = len(signature), close + 1
    elif kind in ("def", "gdef", "edef", "xdef"):
        parameters = PARAMETERS.match(text, place)
        if parameters is None:
            return place, f"\\{kind}{name} has delimited parameters, which are not followed"
        arity, place = parameters[1].count("#"), parameters.end()
    elif counted := ARITY.match(text, place):
        arity, place = int(counted[1]), counted.end()
        if optional := DEFAULT.match(text, place):
            default, place = optional[1], optional.end()
    bodies = []
    for _ in range(2 if kind == "DeclarePairedDelimiter" else 1):
        while place < len(text) and text[place].isspace():
            place += 1
        close = closing_brace(text, place, place + MAX_BODY) if text[place : place + 1] == "{" else -1
        if close < 0:
            return place, f"the body of {name} was not found"
        bodies.append(text[place + 1 : close])
        place = close + 1
    if kind == "DeclareMathOperator":
        body = bodies[0].replace(r"\,", " ").replace(r"\:", " ").strip()
        star = "*" if text[found.start() : found.end()].endswith("*") else ""
        problem = _store(macros, name, Macro(rf"\operatorname{star}{{{body}}}"))
    elif kind == "DeclarePairedDelimiter":
        problem = _store(macros, name, Macro(rf"\left{bodies[0]} #1 \right{bodies[1]}", 1, starred=True))
    elif kind == "providecommand" and name in macros.table:
        problem = ""
    else:
        problem = _store(macros, name, Macro(bodies[0], arity, default))
    return place, problem


def _store(macros: Macros, name: str, macro: Macro) -> str:
    if len(macros.table) >= MAX_MACROS and name not in macros.table:
        return f"more than {MAX_MACROS} macros: {name} is not followed"
    if name in PROTECTED:
        return f"a new meaning of {name} is not followed"
    macros.table[name] = macro
    return ""


def expand(text: str, macros: Macros) -> tuple[str, tuple[int, ...]]:
    """The text with all macros replaced, and for each of its characters the offset in `text` from which it comes.

    The offsets are () when nothing was replaced. Raises `MacroError` when the bounds are exceeded.
    """
    table = macros.table
    if not table or "\\" not in text or not any(name in table for name in re.findall(r"\\[A-Za-z@]+|\\.", text)):
        return text, ()
    waiting = [(found[0], found.start()) for found in TOKEN.finditer(text)]
    if len(waiting) > MAX_TOKENS:
        raise MacroError("a formula with macros is too long to be expanded")
    if macros.spent > MAX_SPENT:
        raise MacroError("macros have expanded too far in this paper; the formula is read as printed")
    waiting.reverse()
    pieces: list[str] = []
    offsets: list[int] = []
    replacements = 0
    while waiting:
        token, origin = waiting.pop()
        macro = table.get(token) if token[0] == "\\" else None
        if macro is None:
            if pieces and token[0].isalpha() and pieces[-1][0] == "\\" and pieces[-1][1:].isalpha():
                pieces.append(" ")
                offsets.append(origin)
            pieces.append(token)
            offsets.extend(
                range(origin, origin + len(token)) if text.startswith(token, origin) else [origin] * len(token)
            )
            continue
        replacements += 1
        macros.spent += len(macro.body) + 10
        if replacements > MAX_REPLACEMENTS or len(waiting) > MAX_TOKENS or len(offsets) > 4 * MAX_TOKENS:
            raise MacroError(f"macros expand too far (at {token}); the formula is read as printed")
        arguments = _arguments(macro, waiting)
        body: list[tuple[str, int] | None] = []
        for found in TOKEN.finditer(re.sub(r"#(\d)", "\ue000\\1", macro.body)):
            if found[0] == "\ue000":
                body.append(None)
            elif body and body[-1] is None and found[0].isdigit():
                index = int(found[0]) - 1
                body[-1:] = arguments[index] if index < len(arguments) else []
            else:
                body.append((found[0], origin))
        waiting.extend(item for item in reversed(body) if item is not None)
    return "".join(pieces), tuple(offsets)


def _arguments(macro: Macro, waiting: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Take the arguments of a call from the stack of tokens: single tokens or groups without their braces."""
    arguments: list[list[tuple[str, int]]] = []
    if macro.starred and waiting and waiting[-1][0] == "*":
        waiting.pop()
    if macro.default is not None:
        _skip_spaces(waiting)
        if waiting and waiting[-1][0] == "[":
            waiting.pop()
            optional = []
            while waiting and waiting[-1][0] != "]":
                optional.append(waiting.pop())
            if waiting:
                waiting.pop()
            arguments.append(optional)
        else:
            at = waiting[-1][1] if waiting else 0
            arguments.append([(found[0], at) for found in TOKEN.finditer(macro.default)])
    while len(arguments) < macro.arity:
        _skip_spaces(waiting)
        if not waiting:
            arguments.append([])
            continue
        token = waiting.pop()
        if token[0] != "{":
            arguments.append([token])
            continue
        depth, group = 1, []
        while waiting:
            token = waiting.pop()
            depth += (token[0] == "{") - (token[0] == "}")
            if depth == 0:
                break
            group.append(token)
        arguments.append(group)
    return arguments


def _skip_spaces(waiting: list[tuple[str, int]]) -> None:
    while waiting and waiting[-1][0].isspace():
        waiting.pop()


__all__ = ["DEFINITION", "Macro", "MacroError", "Macros", "define", "expand"]
