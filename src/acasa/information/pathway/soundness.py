"""What can be wrong with questions and steps as a whole: contradictions, steps nobody reaches, circles. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from .conditions import All, Clause, Condition
from .rules import Circle, Phase, Question, Step, in_order

Fault = tuple[str, str, str]
"""Which thing, which field, what is wrong and what was expected."""
_MOST_TRIED = 20_000


def faults(questions: Mapping[str, Question], steps: list[Step]) -> Iterator[Fault]:
    """All faults of a city's path that show only when its parts stand together."""
    by_id = {step.id: step for step in steps}
    for question in questions.values():
        if question.when and not _possible(question.when, (), questions):
            yield question.id, "when", "nobody can be asked this: its conditions exclude one another"
        if question.id in _needed(question.when, questions):
            yield question.id, "when", "is asked only after its own answer"
    try:
        in_order(steps)
    except Circle as circle:
        yield circle.steps[0], "after", f"these steps wait for one another: {circle}"
    for step in steps:
        for name in step.after:
            if name not in by_id:
                yield step.id, "after", f"no step “{name}”"
            elif list(Phase).index(by_id[name].phase) > list(Phase).index(step.phase):
                yield step.id, "after", f"“{name}” comes in a later phase"
        if step.safety and step.unless:
            yield step.id, "unless", "a safety step has none: knowing more must never hide it"
        if step.safety:
            for name in sorted({clause.question for alternative in step.when for clause in alternative}):
                if name in questions and questions[name].when:
                    yield step.id, "when", f"a safety step may not need “{name}”, which not everybody is asked"
        for alternative in step.when:
            if not _possible((alternative,), step.unless, questions):
                yield step.id, "when", f"never applies: {_words(alternative)} is excluded by “unless” or by what is asked"
        if not step.when and step.unless and not _possible((), step.unless, questions):
            yield step.id, "unless", "leaves the step out for everybody"


def _words(alternative: All) -> str:
    return ", ".join(
        f"{clause.question}: {'/'.join(sorted(clause.answers) or [one.words for one in clause.ranges])}"
        for clause in alternative
    )


def _needed(condition: Condition, questions: Mapping[str, Question], seen: frozenset[str] = frozenset()) -> set[str]:
    """The questions that must have been answered before, all the way down."""
    found: set[str] = set()
    for alternative in condition:
        for clause in alternative:
            if clause.question in questions and clause.question not in seen:
                found.add(clause.question)
                found |= _needed(questions[clause.question].when, questions, seen | {clause.question})
    return found


def _possible(when: Condition, unless: Condition, questions: Mapping[str, Question]) -> bool:
    """Whether some answers make a condition true and the other false. Days are taken as free: only options decide."""
    names = sorted(
        _needed(when, questions) | {clause.question for alternative in unless for clause in alternative}
    )
    choices = [_answers(questions[name]) for name in names]
    tried = 0
    for combination in product(*choices):
        tried += 1
        if tried > _MOST_TRIED:
            return True  # too many to try; the doubt is in its favour
        answers = dict(zip(names, combination, strict=True))
        if (
            all(_asked(questions[name], answers) for name in names if answers[name])
            and (not when or any(_holds(one, answers) for one in when))
            and not any(_holds(one, answers) for one in unless)
        ):
            return True
    return False


def _answers(question: Question) -> list[frozenset[str]]:
    if question.options is None:
        return [frozenset({"a day"}), frozenset()]
    single = [frozenset({option}) for option in question.options]
    return [*single, *([frozenset(question.options)] if question.several else []), frozenset()]


def _asked(question: Question, answers: Mapping[str, frozenset[str]]) -> bool:
    relevant = [one for one in question.when if all(clause.question in answers for clause in one)]
    return not question.when or not relevant or any(_holds(one, answers) for one in relevant)


def _holds(alternative: All, answers: Mapping[str, frozenset[str]]) -> bool:
    return all(_clause_holds(clause, answers[clause.question]) for clause in alternative)


def _clause_holds(clause: Clause, answer: frozenset[str]) -> bool:
    return bool(answer) if clause.ranges else not clause.answers.isdisjoint(answer)
