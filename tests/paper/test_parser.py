"""The formula parser: what is read, as trees; what is guessed; what is refused, and where."""

import pytest

from symproof.paper import Hints, Tree, Unread, outline, parse, walk
from symproof.paper.tree import Chain, Number

READ = [
    # TeX's own rules
    (r"\frac12", r"(fraction \frac 1 2)"),
    (r"\frac12x", r"(product [.] (fraction \frac 1 2) x)"),
    ("x^ab", "(product [.] (^ x a) b)"),
    ("x^12", "(product [.] (^ x 1) 2)"),
    (r"x_\alpha y", r"(product [.] (_ x \alpha) y)"),
    (r"\sqrt2x", "(product [.] (root 2 -) x)"),
    (r"\sqrt[3]{x}", "(root x 3)"),
    ("x % comment\n + y", "(addition [+] x y)"),
    ("0.10", "0.10"),
    ("1{,}000", "1{,}000"),
    # scripts: index first, then marks, then the power
    ("v_c^*", "(mark * (_ v c))"),
    ("v^*_c", "(mark * (_ v c))"),
    (r"v^{*\top}", r"(mark \top (mark * v))"),
    (r"v^{\top}", r"(mark \top v)"),
    (r"v^{(t)}", "(index-above v (group ( ) t))"),
    (r"v^{\text{adv}}", "(mark adv v)"),
    ("f''(x)", "(application (mark ' (mark ' f)) (x) round)"),
    ("v^+", "(mark + v)"),
    (r"\sigma^2_\epsilon", r"(^ (_ \sigma \epsilon) 2)"),
    ("x_{ij}", "(_ x (list i j))"),
    (r"A^{-1}", "(^ A (prefix - 1))"),
    (r"\bar{X}_{i\cdot}", r"(_ (accent \bar X) (list i \cdot))"),
    # application and product
    ("f(x)", "(application f (x) round)"),
    ("n(n-1)", "(product [.] n (group ( ) (addition [-] n 1)))"),
    (r"\lambda(a-b)", r"(product [.] \lambda (group ( ) (addition [-] a b)))"),
    (r"\lambda (v)^\top u", r"(product [. .] \lambda (mark \top (group ( ) v)) u)"),
    (r"\log x y + z", r"(addition [+] (application \log ((product [.] x y)) bare) z)"),
    (r"\sin^2 x", r"(application (^ \sin 2) (x) bare)"),
    (r"\nabla f(x)", r"(application (prefix \nabla f) (x) round)"),
    (r"\nabla_u \log Z(u)", r"(prefix (_ \nabla u) (application \log ((application Z (u) round)) bare))"),
    ("1/2\\sigma^2", r"(fraction / 1 (product [.] 2 (^ \sigma 2)))"),
    ("a/b c", "(product [.] (fraction / a b) c)"),
    ("n!", "(postfix n !)"),
    (r"-2x^2", "(prefix - (product [.] 2 (^ x 2)))"),
    # bars
    ("|x|", "(group | | x)"),
    ("P(y|x)", "(application P ((given y x |)) round)"),
    (r"P(|X|>t \mid Y)", r"(application P ((given (chain [>] (group | | X) t) Y \mid)) round)"),
    (r"\|x\|_2^2", r"(^ (_ (group \| \| x) 2) 2)"),
    (r"D(p \| q)", r"(application D ((given p q \|)) round)"),
    (r"D(p\|q) + \|x\|", r"(addition [+] (application D ((given p q \|)) round) (group \| \| x))"),
    (r"Y|X \sim N", r"(chain [\sim] (given Y X |) N)"),
    (r"|a||b|", "(product [.] (group | | a) (group | | b))"),
    (r"f\Big|_{x=0}", "(evaluated f (chain [=] x 0))"),
    (r"\left. f \right|_{x=0}", "(evaluated f (chain [=] x 0))"),
    # expectations
    (r"\mathbb{E}[X \mid Y]", r"(expectation \mathbb{E} X Y square)"),
    (r"E_{\pi}[X]", r"(expectation (_ E \pi) X - square)"),
    (
        r"\mathbb{E}_x \mathbb{E}_y [S]",
        r"(expectation (_ \mathbb{E} x) (expectation (_ \mathbb{E} y) S - square) - bare)",
    ),
    (r"\operatorname{Cov}(X, Y)", "(expectation Cov (list, X Y) - round)"),
    # big operators
    (r"\sum_{i=1}^n a_i b_i + c", r"(addition [+] (large \sum (chain [=] i 1) n (product [.] (_ a i) (_ b i))) c)"),
    (r"\max\{a, b\}", r"(application \max (a b) curly)"),
    (r"\arg\max_i S_i", r"(large \argmax i - (_ S i))"),
    (r"\operatorname{argmin}_x f(x)", r"(large \argmin x - (application f (x) round))"),
    (r"\int_0^1 x^2 + 1\,dx + c", r"(addition [+] (integral \int 0 1 (addition [+] (^ x 2) 1) (x)) c)"),
    (r"\int f\, \mathrm{d}\mu", r"(integral \int - - f (\mu))"),
    (r"\int\int a\,dx\,dy", r"(integral \int - - (integral \int - - a (x)) (y))"),
    (r"\iint a\,dx\,dy", r"(integral \iint - - a (x y))"),
    (r"\frac{d}{dx} x^2", r"(derivative d - (^ x 2) (x))"),
    (r"\frac{\partial^2 f}{\partial x \partial y}", r"(derivative \partial 2 f (x y))"),
    (r"k = O(n^2)", "(chain [=] k (remainder O (^ n 2)))"),
    # relations, chains, clauses
    ("a = b = c", "(chain [= =] a b c)"),
    ("= b", "(chain [=] blank b)"),
    (r"a &= b \\ &= c", "(chain [= =] a b c)"),
    (
        r"\begin{aligned} a &= b \\ &\quad + c, \\ d &= e \end{aligned}",
        "(rows ((chain [=] a (addition [+] b c)) (chain [=] d e)))",
    ),
    (r"x := 1", "(chain [:=] x 1)"),
    (r"a \not= b", r"(chain [\not=] a b)"),
    (r"X \stackrel{d}{=} Y", "(chain [=[d]] X Y)"),
    (r"i = 1, \dots, m", "(chain [=] i (list, 1 ... m))"),
    (r"x, y \in X", r"(chain [\in] (list, x y) X)"),
    (r"a = b, \quad c > 0", "(clauses ((chain [=] a b) (chain [>] c 0)))"),
    (r"a > 0 \text{ for all } i", '(clauses ((chain [>] a 0) "for all" i))'),
    (r"a_i > 0 \;\forall i", r"(clauses ((chain [>] (_ a i) 0) (quantified \forall i -)))"),
    (r"\forall x \in X: f(x) > 0", r"(quantified \forall (chain [\in] x X) (chain [>] (application f (x) round) 0))"),
    (r"A \implies B \iff C", r"(connected [\implies \iff] A B C)"),
    (r"f : X \to Y", r"(chain [: \to] f X Y)"),
    # brackets, sets, environments
    ("[0, 1)", "(group [ ) (list, 0 1))"),
    (r"\{x : x > 0\}", "(setbuilder x (chain [>] x 0) :)"),
    (r"\{x \mid x > 0\}", r"(setbuilder x (chain [>] x 0) \mid)"),
    (r"\{1, \ldots, n\}", r"(group \{ \} (list, 1 ... n))"),
    (r"f(\cdot, x)", r"(application f (\cdot x) round)"),
    (
        r"\begin{cases} a & x > 0 \\ b & \text{otherwise} \end{cases}",
        '(matrix cases (row a (chain [>] x 0)) (row b "otherwise"))',
    ),
    (r"\left\{ \begin{array}{ll} a & x \\ b & y \end{array} \right.", "(matrix cases (row a x) (row b y))"),
    (r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}", "(matrix pmatrix (row 1 0) (row 0 1))"),
    (r"\underbrace{a+b}_{c}", r"(annotated \underbrace (addition [+] a b) c)"),
    (r"\binom{n}{k}", "(binomial n k)"),
    (r"(a,)", "(group ( ) (list, a blank))"),
    # peeled off
    (r"a = b. \quad (14)", "(chain [=] a b)"),
    (r"\label{eq:x} a = b \tag{3},", "(chain [=] a b)"),
]


@pytest.mark.parametrize("text, expected", READ, ids=[text for text, _ in READ])
def test_read(text, expected):
    tree = parse(text)
    assert isinstance(tree, Tree), tree
    assert outline(tree) == expected


REFUSED = [
    ("a +", 3, "operand"),
    ("(a", 2, "bracket )"),
    ("a)", 1, "end of the formula"),
    (r"\frac{a}", 8, "argument"),
    ("a = = b", 4, "operand after"),
    ("x^a^b", 3, "superscript"),
    ("x_a_b", 3, "subscript"),
    (r"\left( a \right]}", 16, "end"),
    ("{a", 2, "closing brace"),
    (r"a \cdot", 7, "operand"),
    (r"\sum_i = 3", 7, "ranges over"),
    (r"\langle a, b)", 12, "rangle"),
    (r"\begin{cases} a", 15, "end{cases}"),
    ("", 0, "formula"),
    (r"\text{a", 0, "brace"),
    (r"|a + b", 6, "bar that closes"),
    (r"\sqrt", 5, "argument"),
    ("a \x01 b", 2, "printable"),
    (r"a \implies \implies b", 11, "statement after"),
]


@pytest.mark.parametrize("text, place, expected", REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_refused(text, place, expected):
    unread = parse(text)
    assert isinstance(unread, Unread), outline(unread)
    assert unread.span[0] == place and expected in unread.expected and unread.found


def test_numbers_and_labels_are_kept():
    tree = parse(r"\label{eq:x} a = b \tag{3.1}")
    assert (tree.number, tree.label) == ("(3.1)", "eq:x")
    assert parse(r"a = b \quad (14)").number == "(14)"
    assert parse(r"f = g (14)").number == ""


def test_guesses_are_recorded_and_hints_settle_them():
    guessed = parse(r"\lambda(x)")
    assert guessed.guesses and guessed.guesses[0].span == (7, 8)
    assert (
        outline(parse(r"\lambda(x)", Hints(variables=frozenset({r"\lambda"}))))
        == r"(product [.] \lambda (group ( ) x))"
    )
    assert not parse(r"\lambda(x)", Hints(variables=frozenset({r"\lambda"}))).guesses
    assert (
        outline(parse(r"\sigma(a-b)", Hints(functions=frozenset({r"\sigma"}))))
        == r"(application \sigma ((addition [-] a b)) round)"
    )
    assert outline(parse(r"\Delta f", Hints(increments=frozenset({r"\Delta"})))) == r"(prefix \Delta f)"
    assert outline(parse(r"\pi^c", Hints(indexed=frozenset({r"\pi"})))) == r"(index-above \pi c)"
    assert any("macro" in guess.instead for guess in parse(r"\foo{x}").guesses)


def test_spans_give_back_the_printed_form():
    text = r"\frac{a+b}{c} = \sum_{i=1}^{n} x_i^2"
    tree = parse(text)
    printed = {text[node.span[0] : node.span[1]] for node in walk(tree)}
    assert {r"\frac{a+b}{c}", "a+b", "x_i^2", "x_i", r"\sum_{i=1}^{n} x_i^2", text} <= printed
    chain = tree.root
    assert isinstance(chain, Chain) and [text[a:b] for a, b in chain.places] == ["="]


def test_case_and_marks_are_never_merged():
    shown = [
        outline(parse(text))
        for text in (r"\Sigma", r"\sigma", r"\sum_w", r"\Sigma_w", "w", "w'", r"\omega", r"\hat{w}", "W", r"\mathbf{w}")
        if not isinstance(parse(text), Unread)
    ]
    assert len(set(shown)) == len(shown) >= 9


def test_digits_are_kept_as_printed():
    assert [node.text for node in walk(parse("(0.63, 0.780, 1.0)")) if isinstance(node, Number)] == [
        "0.63",
        "0.780",
        "1.0",
    ]
