"""Running a claim: its function is called, what its steps prove is compared with what it states, the result is plain data."""

from __future__ import annotations

import dis
import inspect
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from .. import kernel
from ..certificates import Writer
from ..decide.prover import Prover, Unproved
from ..decide.rewriting import NotConvertible, convert, readable
from ..document import Checked, Failure, Place
from ..kernel import KernelError, Theorem
from ..steps import StepError
from ..terms import And, ForAll, Term, TermError, alpha_equal, canonical, free_symbols
from .builder import DIGITS, STACK, Builder, counterexample, evidence
from .registry import PACKAGE, Claim, DerivationError, caller, shown

PROVED: dict[str, tuple[Theorem, Builder, float]] = {}
BEING_PROVED: list[str] = []


# -- running ----------------------------------------------------------------------------------------------------------

def prove_claim(made: Claim, evaluating: bool = True) -> Theorem:
    """The theorem of a claim; raises DerivationError when its derivation fails."""
    known = PROVED.get(made.name)
    if known is None or known[1].claim is not made or evaluating and not STACK and not known[1].evaluating:
        _run(made, evaluating)
    return PROVED[made.name][0]


def _symbols_for(made: Claim) -> list[Any]:
    values = []
    for parameter in inspect.signature(made.function, eval_str=True).parameters.values():
        maker = parameter.annotation
        if maker is inspect.Parameter.empty or not callable(maker):
            raise DerivationError(f"the parameter {parameter.name!r} needs a kind, such as `{parameter.name}: Real`",
                                  made.place, where=made.name)
        values.append(maker(parameter.name))
    return values


def _run(made: Claim, evaluating: bool = True) -> None:
    """Derive a claim and keep its theorem, with how it was made and how long it took."""
    if made.kind == "conjecture":
        raise DerivationError(f"“{made.name}” is a conjecture, and nothing may rest on it", caller(), where=made.name)
    started = time.perf_counter()
    builder, result = _written(made, Builder(made, evaluating=evaluating and not STACK))
    PROVED[made.name] = _conclude(builder, result), builder, time.perf_counter() - started


def rehearse(made: Claim, changed: tuple[int, Term] | None = None,
             watcher: Callable[[int, Callable[[Term], Any]], None] | None = None) -> Builder:
    """Derive a claim without evaluating its lines, perhaps with another term at one of its sites; nothing is kept.

    A watcher gets the number of each site and its justification. Raises what a derivation raises when it does not prove
    what it states.
    """
    builder, result = _written(made, Builder(made, evaluating=False, changed=changed, watcher=watcher))
    _conclude(builder, result)
    return builder


def _written(made: Claim, builder: Builder | None = None) -> tuple[Builder, Any]:
    """Call the function of a claim: what it states and every line it takes, and what it returns."""
    builder = builder or Builder(made, evaluating=not STACK)
    return builder, _called(made, builder)


def _called(made: Claim, builder: Builder) -> Any:
    if made.name in BEING_PROVED:
        raise DerivationError("a claim rests on itself", made.place,
                              ("circle", " → ".join([*BEING_PROVED, made.name])), where=made.name)
    BEING_PROVED.append(made.name)
    STACK.append(builder)
    try:
        return made.function(*_symbols_for(made))
    finally:
        STACK.pop()
        BEING_PROVED.pop()


def stated(made: Claim) -> tuple[tuple[Term, ...], Term, str]:
    """(hypotheses, statement, why its derivation stops early, if it does) of a claim, proved or not.

    Raises DerivationError where they are not known: the derivation stops before it states anything, or before a given(…).
    """
    builder = Builder(made, evaluating=False)
    stopped = ""
    try:
        _called(made, builder)
    except Exception as error:
        code = made.function.__code__
        reached = max((f.lineno or 0 for f in traceback.extract_tb(error.__traceback__)
                       if f.filename == code.co_filename and f.name == code.co_name), default=0)
        if any(i.argval == "given" and i.positions and (i.positions.lineno or 0) > reached
               for i in dis.get_instructions(code)):
            raise
        stopped = str(error)
    return tuple(builder.hypotheses), _goal(builder), stopped


def _goal(builder: Builder) -> Term:
    if builder.goal is None:
        raise DerivationError("the derivation states nothing: call show(…)", builder.claim.place, where=builder.claim.name)
    return builder.goal


def _conjectured(made: Claim) -> Builder:
    """What a conjecture states, after a look for a model that refutes it; raises when there is one."""
    builder, result = _written(made)
    if result is not None:
        raise DerivationError("a conjecture returns no theorem: if its steps prove it, declare it as what it is",
                              made.place, ("found", repr(result)), where=made.name)
    goal = _goal(builder)
    found = counterexample(builder.hypotheses, goal) or evidence(builder, goal, search=False)
    if found:
        raise DerivationError("the conjecture is false", made.place, ("claimed", repr(builder.goal)), *found, where=made.name)
    return builder


def _conclude(builder: Builder, result: Any) -> Theorem:
    """Compare what the steps prove with what was stated."""
    made, place = builder.claim, builder.claim.place
    goal = _goal(builder)
    results = [result] if isinstance(result, Theorem) else list(result) if type(result) in (tuple, list) else None
    if results is None or not all(isinstance(r, Theorem) for r in results):
        raise DerivationError("the derivation must return the theorem(s) that its steps prove", place,
                              ("found", repr(result)), ("do", "return chain(…), or return have(…)"), where=made.name)
    allowed = {canonical(h) for h in builder.hypotheses}
    try:
        parts = [goal] if len(results) == 1 else _parts(goal, len(results))
        reached = [_towards(r, g, builder) for r, g in zip(results, parts, strict=True)]
        theorem = reached[0] if len(reached) == 1 else kernel.conjunction(*reached)
    except (Unproved, NotConvertible, KernelError, TermError, ValueError) as error:
        raise DerivationError("the steps prove something else than what is stated", place,
                              ("stated", repr(goal)),
                              ("proved", "; ".join(repr(readable(r.statement)) for r in results)), ("because", str(error)),
                              where=made.name) from error
    theorem = builder.prover.settle(theorem)
    loose = [h for h in theorem.hypotheses if canonical(h) not in allowed]
    if loose:
        raise DerivationError("a condition that the proof needs is neither given nor proved", place,
                              *(("needed", repr(readable(h))) for h in loose), where=made.name)
    if not alpha_equal(theorem.statement, goal):
        raise DerivationError("the steps prove something else than what is stated", place,
                              ("stated", repr(goal)), ("proved", repr(theorem.statement)), where=made.name)
    for result, part in zip(results, parts, strict=True):
        _require_all_is_stated(result, part, builder)
    return theorem


def _require_all_is_stated(result: Theorem, goal: Term, builder: Builder) -> None:
    """What is stated must say all that the steps prove: a weaker statement is a misprint more often than a wish."""
    if alpha_equal(result.statement, goal):
        return
    stated = kernel.assume(goal)
    try:
        convert(stated, result.statement, Prover([stated, *builder.prover.facts]).settle)
    except (Unproved, NotConvertible, KernelError, TermError) as error:
        raise DerivationError("the steps prove more than is stated", builder.claim.place, ("stated", repr(goal)),
                              ("proved", repr(readable(result.statement))),
                              ("do", "state what is proved, or weaken it in a line of its own"),
                              where=builder.claim.name) from error


def _parts(goal: Term, count: int) -> list[Term]:
    if not isinstance(goal, And) or len(goal.arguments) != count:
        raise TermError(f"{count} theorems were returned, and the statement has not that many parts")
    return list(goal.arguments)


def _towards(theorem: Theorem, goal: Term, builder: Builder) -> Theorem:
    if alpha_equal(theorem.statement, goal):
        return theorem
    try:
        return convert(theorem, goal, builder.prover.settle)
    except NotConvertible:
        pass
    prover = Prover([*builder.prover.facts, theorem])
    if isinstance(goal, ForAll):
        variable, body = goal.arguments
        inner = theorem
        if variable not in {s for h in inner.hypotheses for s in free_symbols(h)}:
            try:
                return kernel.generalize(_towards(inner, body, builder), variable)
            except (NotConvertible, KernelError, Unproved):
                pass
    return prover.prove(goal)


def check_claim(made: Claim, certificate: bool = True, figures: bool = False, evaluating: bool = True) -> Checked:
    """Run one claim and say what came of it. Never raises for a bad derivation: the failure is in the result.

    With `figures`, the figures of a claim are evaluated too, as a build needs them. Without `evaluating`, the lines are
    proved and not evaluated in models besides, and for a conjecture no counterexample is sought.
    """
    started = time.perf_counter()
    text = inspect.cleandoc(made.function.__doc__ or "")
    try:
        theorem, builder, seconds = _settled(made, evaluating)
        drawn = tuple(plan.drawn(made.name) for plan in builder.figures) if figures else ()
    except DerivationError as error:
        failure = error.failure
    except (StepError, KernelError, TermError, Unproved, NotConvertible) as error:
        failure = Failure(str(error), _where_raised(error, made), made.name)
    except RecursionError:
        failure = Failure("the derivation recurses too deeply", _where_raised(sys.exc_info()[1], made), made.name)
    except Exception as error:
        failure = Failure(f"the derivation raised {type(error).__name__}: {error}", _where_raised(error, made), made.name)
    else:
        writer = Writer()
        if theorem is not None and (certificate or evaluating):
            writer.claim(made.name, theorem)
        rules: dict[str, int] = {}
        for step in writer.steps:
            rules[step[0]] = rules.get(step[0], 0) + 1
        return Checked(made.name, made.kind, made.title, text, made.place, _verdict(made, theorem), made.printed,
                       tuple(builder.hypotheses), (), builder.goal, tuple(builder.lines),
                       tuple(sorted(theorem.trust)) if theorem is not None else (),
                       rules, tuple(builder.uses), builder.counted, builder.evaluated, builder.models,
                       DIGITS if builder.models else 0, seconds, None, made.erratum, tuple(builder.tables), drawn,
                       writer.json() if certificate and theorem is not None else None, made.adds)
    return Checked(made.name, made.kind, made.title, text, made.place, "failed", made.printed, failure=failure,
                   seconds=time.perf_counter() - started, erratum=made.erratum, adds=made.adds)


def _settled(made: Claim, evaluating: bool) -> tuple[Theorem | None, Builder, float]:
    if made.kind == "conjecture":
        started = time.perf_counter()
        builder = _conjectured(made) if evaluating else _written(made, Builder(made, evaluating=False))[0]
        return None, builder, time.perf_counter() - started
    prove_claim(made, evaluating)
    return PROVED[made.name]


def _verdict(made: Claim, theorem: Theorem | None) -> str:
    if theorem is None or any(kind == "gap" for kind, _ in theorem.trust):
        return "open"
    return "refuted" if made.kind == "counterexample" else "proved"


def _where_raised(error: BaseException | None, made: Claim) -> Place:
    for frame in reversed(traceback.extract_tb(error.__traceback__ if error else None)):
        path = os.path.abspath(frame.filename)
        if not path.startswith(PACKAGE) and frame.lineno:
            return Place(shown(path), frame.lineno)
    return made.place
