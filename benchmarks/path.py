"""My path: computing it, showing it, printing it; each beside the city's own plan and beside a bare page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import httpx

from benchmarks.run import memory
from tests.conftest import serve
from tests.tools import databases

LANGUAGES = ("ro", "en", "fr", "ar", "uk", "ne", "ur", "ps", "bn")
FACTS = (
    "purpose=study&place_now=here&arrived={arrived}&papers=long-visa&visa_end={end}&children=6-to-17&home=rent"
    "&romanian=none&live=cluj-napoca"
)


def median(times: int, call: Callable[[int], object]) -> float:
    """The median time of a call in ms."""
    taken = []
    for number in range(times):
        started = time.perf_counter()
        call(number)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def rules_alone() -> float:
    """A path of 200 steps and 20 questions: half of the conditions hold, a third of the steps have a date."""
    from acasa.information.pathway import rules
    from acasa.information.pathway.conditions import parse_condition
    from acasa.information.pathway.rules import Phase, Plan, Question, Step
    from acasa.information.pathway.terms import Term, parse_due

    options = ("a", "b", "c", "d")
    questions = {f"q{n}": Question(f"q{n}", None if n % 5 == 0 else options) for n in range(20)}
    kinds = {name: None if one.options is None else frozenset(options) for name, one in questions.items()}
    dates = frozenset(name for name, found in kinds.items() if found is None)
    steps = []
    for n in range(200):
        name = f"q{n % 20}"
        when = parse_condition({name: "known" if name in dates else ["a", "b"], "q1": ["a", "c"]}, kinds)
        due = (
            (parse_due("within 30 days of {q0}", dates=dates, terms={"x": Term(1, "days")}),)
            if n % 3 == 0
            else ()
        )
        after = (f"s{n - 7:03}",) if n > 7 else ()
        steps.append(Step(f"s{n:03}", list(Phase)[1 + n // 50], n, when, (), after, due))
    plan = Plan(questions, rules.in_order(steps))
    today = date(2026, 11, 22)
    facts = {
        name: today + timedelta(days=9) if found is None else frozenset({"a" if int(name[1:]) % 2 else "c"})
        for name, found in kinds.items()
    }
    return median(
        200, lambda _n: rules.path(plan, facts, today=today, is_working_day=lambda day: day.weekday() < 5)
    )


def main() -> None:
    rows = [("path: the rules, 200 steps, 20 questions", f"{rules_alone():.2f} ms", "≤ 2 ms")]
    with databases.database_copy("bench_path") as database:
        process, root = serve(database, workers=1)
        today = date.today()
        facts = FACTS.format(arrived=today - timedelta(days=14), end=today + timedelta(days=60))
        try:
            with httpx.Client(timeout=60) as client:

                def send(path: str, language: str = "en") -> bytes:
                    answer = client.post(f"{root}/{language}/path/{path}", data={"facts": facts})
                    return answer.raise_for_status().content

                for _warm in range(8):
                    body = send("")
                    send("path.pdf")
                steps = body.count(b'class="stage')
                shown = median(60, lambda _n: send(""))
                bare = median(60, lambda n: client.get(f"{root}/en/privacy/?anew={n}").raise_for_status())
                rows += [
                    (f"path: its page, {steps} steps, never cached", f"{shown:.1f} ms", "≤ 25 ms"),
                    ("a plain page made anew, in the same run", f"{bare:.1f} ms", ""),
                    ("path: its calendar", f"{median(20, lambda _n: send('path.ics')):.1f} ms", ""),
                    ("path: its paper", f"{median(10, lambda _n: send('path.pdf')):.0f} ms", "≤ 300 ms"),
                ]
                one = memory(process)
                for language in LANGUAGES:
                    send("", language)
                rows.append(
                    (
                        "memory of its worker with the path in one language, in all",
                        f"{one:.0f} MB, {memory(process):.0f} MB",
                        "< 200 MB",
                    )
                )
        finally:
            process.terminate()
            process.wait(10)
    width = max(len(row[0]) for row in rows)
    for what, measured, aim in rows:
        print(f"{what:{width}}  {measured:20}  {aim}", flush=True)


if __name__ == "__main__":
    try:
        main()
    finally:
        from acasa.foundation.postgres import embedded

        embedded.stop()
