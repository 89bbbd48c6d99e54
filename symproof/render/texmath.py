r"""LaTeX formulas that authors write in words (`$\lambda$`, a formula as printed): read, judged harmless, and as MathML.

A small reader of mathematics mode: letters, numbers, scripts, fractions, roots, fences, words. A command that it does
not know is refused, so what is passed on to TeX can define, read and write nothing. It knows no terms and proves nothing.
"""

from __future__ import annotations

import re
from html import escape

from .mathml import UPRIGHT
from .notation import LATEX

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[0-9]+(?:\.[0-9]+)?|\s+|.", re.S)
_ALPHABETS = {"mathbb": {**dict(zip("RZEPNQCSB", "ℝℤ𝔼ℙℕℚℂ𝕊𝔹", strict=True)), "1": "𝟙"},
              "mathcal": dict(zip("NMPDLXYFSO", "𝒩ℳ𝒫𝒟ℒ𝒳𝒴ℱ𝒮𝒪", strict=True)), "mathbf": {"1": "𝟏"}}
_WORDS = {"log", "exp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "tanh", "max", "min", "dim", "lim", "sup", "inf",
          "ln", "det", "ker", "arg", "Pr"}
_FONTS = {"mathrm", "text", "operatorname", "mathit", "textrm", "mbox", "textit", "textbf"}
_SPACES = {",": "0.17em", ";": "0.28em", ":": "0.22em", " ": "0.33em", "quad": "1em", "qquad": "2em", "!": "-0.17em"}
_FENCES = {"lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "langle": "⟨", "rangle": "⟩", "{": "{", "}": "}", "|": "‖",
           "Vert": "‖", "vert": "|", "lbrace": "{", "rbrace": "}", "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋"}
_SIZES = {f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}
_STYLES = {"displaystyle", "textstyle"}
_ACCENTS = {"hat": "^", "widehat": "^", "bar": "¯", "overline": "¯", "tilde": "~", "widetilde": "~", "dot": "˙", "vec": "→"}
_SYMBOLS = {
    **{command[1:]: char for char, command in LATEX.items() if re.fullmatch(r"\\[A-Za-z]+", command)},
    "phi": "ϕ", "leq": "≤", "geq": "≥", "neq": "≠", "cdots": "⋯", "ldots": "…", "dots": "…", "times": "×", "pm": "±", "mp": "∓",
    "partial": "∂", "approx": "≈", "propto": "∝", "rightarrow": "→", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⟺",
    "implies": "⟹", "circ": "∘", "ast": "∗", "prod": "∏", "cap": "∩", "cup": "∪", "subset": "⊂", "setminus": "∖", "ll": "≪",
    "gg": "≫", "equiv": "≡", "perp": "⊥", "top": "⊤", "bot": "⊥", "emptyset": "∅", "star": "⋆", "sim": "∼", "nabla": "∇",
    "to": "→", "colon": ":", "mid": "∣", "prime": "′", "cdot": "⋅", "wedge": "∧", "vee": "∨", "lnot": "¬", "neg": "¬",
    "notin": "∉", "ge": "≥", "le": "≤", "ne": "≠", "succ": "≻", "prec": "≺", "succeq": "⪰", "preceq": "⪯", "gtrsim": "≳",
    "lesssim": "≲", "infty": "∞", "exists": "∃", "forall": "∀", "nexists": "∄", "parallel": "∥", "dagger": "†", "hbar": "ℏ",
    "sum": "∑", "int": "∫", "bigwedge": "⋀", "bigvee": "⋁", "bullet": "•", "ell": "ℓ", "simeq": "≃",
    "oplus": "⊕", "otimes": "⊗",
}
_LARGE = "∑∏⋀⋁"


class NotUnderstood(ValueError):
    """The LaTeX has a command that is not known here, or braces that do not match."""


class _Reader:
    def __init__(self, source: str) -> None:
        self.tokens = _TOKEN.findall(source)
        self.position = 0

    def peek(self) -> str:
        while self.position < len(self.tokens) and self.tokens[self.position].isspace():
            self.position += 1
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.position += 1
        return token

    def sequence(self, end: str = "") -> str:
        """Atoms with their scripts, up to `end`."""
        parts: list[str] = []
        while (token := self.peek()) != end:
            if not token or token in ("}", r"\right"):
                raise NotUnderstood("unmatched braces or fences")
            parts.append(self.scripted())
        self.take()
        return "".join(parts)

    def scripted(self) -> str:
        base, sub, sup = self.atom() if self.peek() not in ("^", "_") else "<mrow></mrow>", "", ""
        raised = False
        around = any(f">{char}</mo>" in base for char in _LARGE) or base.startswith('<mo movablelimits="true"')
        while True:
            token = self.peek()
            if token == "_" and not sub:
                self.take()
                sub = f"<mrow>{self.argument()}</mrow>"
            elif token == "^" and not raised:
                self.take()
                sup, raised = sup + f"<mrow>{self.argument()}</mrow>", True
            elif token == "'" and not raised:
                self.take()
                sup += '<mo lspace="0" rspace="0">′</mo>'
            elif token in (r"\limits", r"\nolimits") and around:
                self.take()
            elif token in ("_", "^", "'"):
                raise NotUnderstood("two subscripts or two superscripts")
            else:
                break
        sup = f"<mrow>{sup}</mrow>" if sup else ""
        names = ("munder", "mover", "munderover") if around else ("msub", "msup", "msubsup")
        if sub and sup:
            return f"<{names[2]}>{base}{sub}{sup}</{names[2]}>"
        if sub:
            return f"<{names[0]}>{base}{sub}</{names[0]}>"
        return f"<{names[1]}>{base}{sup}</{names[1]}>" if sup else base

    def argument(self) -> str:
        """A group in braces, or one atom."""
        if self.peek() == "{":
            self.take()
            return self.sequence("}")
        token = self.peek()
        if token[:1].isdecimal():
            self.tokens[self.position] = token[1:] or " "
            return f"<mn>{token[0]}</mn>"
        if token[1:] in {"left", *_ACCENTS, *_SIZES, *_SPACES, *_STYLES}:
            raise NotUnderstood(f"{token} needs braces around it here")
        return self.atom()

    def letters(self) -> str:
        """The raw letters of a group in braces."""
        if self.peek().isalnum() and len(self.peek()) == 1:
            return self.take()
        if self.take() != "{":
            raise NotUnderstood("a word in braces is missing")
        depth, found = 1, list[str]()
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth == 0:
                return "".join(found)
            if token.startswith("\\") and token[1:] not in ("_", " ", "&", "%", "#", ","):
                raise NotUnderstood(f"{token} within words")
            if token in ("$", "{", "}"):
                raise NotUnderstood(f"{token} within words")
            found.append(token.lstrip("\\"))
        raise NotUnderstood("unmatched braces")

    def delimiter(self) -> str:
        token = self.take()
        if token == ".":
            return ""
        char = _FENCES.get(token[1:]) if token.startswith("\\") else token if token in "()[]|/<>" else None
        if not char:
            raise NotUnderstood(f"{token} is no delimiter")
        return char

    def atom(self) -> str:
        token = self.take()
        if token == "{":
            return f"<mrow>{self.sequence('}')}</mrow>"
        if token.startswith("\\"):
            return self.command(token[1:])
        if not token or token in "}^_$#%&~`\"":
            raise NotUnderstood(f"{token or 'the end'} where a formula was expected")
        if token[0].isdecimal():
            return f"<mn>{token}</mn>"
        if token.isalpha():
            return f'<mi mathvariant="normal">{escape(token)}</mi>' if token in UPRIGHT else f"<mi>{escape(token)}</mi>"
        if token in "()[]|":
            return f'<mo stretchy="false" lspace="0" rspace="0">{token}</mo>'
        return f"<mo>{escape({'-': '−', '*': '∗'}.get(token, token))}</mo>"

    def command(self, name: str) -> str:
        if name in _SPACES:
            return f'<mspace width="{_SPACES[name]}"></mspace>'
        if name in _STYLES:
            return ""
        if name in _SIZES:
            return f'<mo stretchy="false" lspace="0" rspace="0">{escape(self.delimiter())}</mo>'
        if name in ("frac", "tfrac", "dfrac"):
            small = ' displaystyle="false"' if name == "tfrac" else ""
            return f"<mfrac{small}><mrow>{self.argument()}</mrow><mrow>{self.argument()}</mrow></mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self.argument()}</msqrt>"
        if name == "left":
            left, inside = self.delimiter(), self.sequence(r"\right")
            right = self.delimiter()
            fences = [f'<mo fence="true" form="{form}" lspace="0" rspace="0">{escape(char)}</mo>' if char else ""
                      for char, form in ((left, "prefix"), (right, "postfix"))]
            return f"<mrow>{fences[0]}{inside}{fences[1]}</mrow>"
        if name in _ACCENTS:
            return (f'<mover accent="true"><mrow>{self.argument()}</mrow>'
                    f'<mo stretchy="false">{_ACCENTS[name]}</mo></mover>')
        if name in _ALPHABETS:
            known, letters = _ALPHABETS[name], self.letters()
            return "".join(f'<mi mathvariant="normal">{escape(known.get(c, c))}</mi>' for c in letters)
        if name in _FONTS:
            words = escape(self.letters())
            return f"<mtext>{words.replace(' ', '&#xA0;')}</mtext>" if name[0] == "t" or name == "mbox" else f"<mi>{words}</mi>"
        if name in _WORDS:
            movable = name in ("lim", "max", "min", "sup", "inf")
            return (f'<mo movablelimits="true" lspace="0" rspace="0.17em">{name}</mo>' if movable else f"<mi>{name}</mi>")
        if name in _FENCES:
            return f'<mo stretchy="false" lspace="0" rspace="0">{escape(_FENCES[name])}</mo>'
        if name in ("_", "%", "&", "#", "$"):
            return f"<mi>{escape(name)}</mi>"
        if name == "not":
            return "<mo>&#x338;</mo>"
        if name in _SYMBOLS:
            char = _SYMBOLS[name]
            if char.isalpha() or char in "∞∅ℓ":
                return f'<mi mathvariant="normal">{char}</mi>' if char in UPRIGHT else f"<mi>{char}</mi>"
            return f"<mo>{escape(char)}</mo>"
        raise NotUnderstood(f"\\{name} is not known")


def read(source: str) -> str:
    """The MathML elements of a formula in LaTeX; raises NotUnderstood."""
    return _Reader(source).sequence()


def symbol(name: str) -> str | None:
    """The character that a command such as `rho` stands for, or None."""
    return _SYMBOLS.get(name)


def is_harmless(source: str) -> bool:
    """Whether a formula uses only commands known here, so that it can be handed to TeX as it stands."""
    try:
        read(source)
    except (NotUnderstood, RecursionError):
        return False
    return True


def formula(source: str, display: bool = False) -> str:
    """A formula in LaTeX as a `<math>` element, or as code when it is not understood."""
    try:
        inside = read(source)
    except (NotUnderstood, RecursionError):
        return f"<code>{escape(source)}</code>"
    style = ' displaystyle="true"' if display else ""
    return f'<math{style} alttext="{escape(source)}"><mrow>{inside}</mrow></math>'


__all__ = ["NotUnderstood", "formula", "is_harmless", "read", "symbol"]
