"""What can be wrong with questions and steps as a whole: contradictions, steps nobody reaches. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acasa.foundation.packs.said import Said

from .conditions import All, Clause, Condition
from .rules import Phase, Question, Step

Fault = tuple[str, str, Said]
"""Which thing, which field, what is wrong and what was expected."""


def faults(questions: Mapping[str, Question], steps: Sequence[Step]) -> Iterator[Fault]:
    """All faults of a city's path that show only when its parts stand together."""
    by_id = {step.id: step for step in steps}
    for question in questions.values():
        if question.id in _needed(question.when, questions):
            yield question.id, "when", Said("is asked only after its own answer")
            return
        for name in sorted({clause.question for one in question.when for clause in one if clause.ranges}):
            yield (
                question.id,
                "when",
                Said("“%(name)s” is a day, and a question can hang on chosen answers only", name=name),
            )
        if question.when and not _possible(question.when, (), questions):
            yield question.id, "when", Said("nobody can be asked this: its conditions exclude one another")
    for step in steps:
        for name in step.after:
            if name not in by_id:
                yield step.id, "after", Said("no step “%(name)s”", name=name)
            elif list(Phase).index(by_id[name].phase) > list(Phase).index(step.phase):
                yield step.id, "after", Said("“%(name)s” comes in a later phase", name=name)
        if step.safety and step.unless:
            yield step.id, "unless", Said("a safety step has none: knowing more must never hide it")
        if step.safety:
            for name in sorted({clause.question for alternative in step.when for clause in alternative}):
                if name in questions and questions[name].when:
                    yield (
                        step.id,
                        "when",
                        Said(
                            "a safety step may not need “%(name)s”, which not everybody is asked", name=name
                        ),
                    )
        for alternative in step.when:
            if not _possible((alternative,), step.unless, questions):
                yield (
                    step.id,
                    "when",
                    Said(
                        "never applies: %(line)s is excluded by “unless” or by what is asked",
                        line=_words(alternative),
                    ),
                )
        if not step.when and step.unless and not _possible((), step.unless, questions):
            yield step.id, "unless", Said("leaves the step out for everybody")


def _words(alternative: All) -> str:
    return ", ".join(
        f"{clause.question}: {'/'.join(sorted(clause.answers) or [one.words for one in clause.ranges])}"
        for clause in alternative
    )


def _needed(
    condition: Condition, questions: Mapping[str, Question], seen: frozenset[str] = frozenset()
) -> set[str]:
    """The questions that must have been answered before, all the way down."""
    found: set[str] = set()
    for alternative in condition:
        for clause in alternative:
            if clause.question in questions and clause.question not in seen:
                found.add(clause.question)
                found |= _needed(questions[clause.question].when, questions, seen | {clause.question})
    return found


def _possible(when: Condition, unless: Condition, questions: Mapping[str, Question]) -> bool:
    """Whether somebody's answers make one condition true and the other false."""
    return any(_found(list(alternative), {}, unless, questions) for alternative in when or ((),))


def _found(
    wanted: list[Clause],
    answers: dict[str, Clause | str],
    unless: Condition,
    questions: Mapping[str, Question],
) -> bool:
    """Answers, question by question, that meet what is wanted; nobody else need be answered, which keeps “unless” away.

    Of a day only its range is known here.
    """
    if not wanted:
        return not any(all(_certain(clause, answers) for clause in alternative) for alternative in unless)
    clause, *rest = wanted
    question = questions[clause.question]
    given = answers.get(clause.question)
    if given is not None and not question.several:
        if isinstance(given, str) and given not in clause.answers:
            return False
        return _found(rest, answers, unless, questions)
    choices: list[Clause | str] = [clause] if question.options is None else [*sorted(clause.answers)]
    for asked in question.when or ((),):
        for choice in choices:
            if _found([*rest, *asked], {**answers, clause.question: choice}, unless, questions):
                return True
    return False


def _certain(clause: Clause, answers: Mapping[str, Clause | str]) -> bool:
    """Whether a line holds for sure with these answers."""
    given = answers.get(clause.question)
    return given.implies(clause) if isinstance(given, Clause) else given in clause.answers
