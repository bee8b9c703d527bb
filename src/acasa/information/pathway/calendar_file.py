"""The dated steps of a path as a calendar file (RFC 5545), with its own time-zone rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from acasa.foundation.city.queries import city
from acasa.foundation.texts.documents import address as document_address
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import plain
from acasa.foundation.texts.rules import split_sentences

from .presenting import ExpiryView, Section, StepView, expiries, from_ended
from .rules import RADAR, Due, Path
from .wording import last_day, weekday

MORNING = time(9)
"""When a phone reminds, in the city's time."""


def holds_anything(path: Path, sections: Iterable[Section]) -> bool:
    """Whether the file would have an entry: no calendar takes one that has none."""
    return any(one.days >= 0 for one in path.expiries) or any(
        _own_term(view, path) for section in sections for view in section.steps
    )


def _own_term(view: StepView, path: Path) -> Due | None:
    """The term of a step where the file holds it."""
    due = view.planned.due
    if due and due.rule and not view.step.private and not from_ended(view, path):
        return due
    return None


def write(path: Path, sections: Iterable[Section], readings: Readings, *, today: date) -> bytes:
    """The file: one entry for every step that has a last day of its own, on the morning on which to go, with a reminder
    and with what must be done before it. While there is time that is the last working day of the term, else the next
    working day: no entry stands in the past, where no telephone reminds of it.

    A paper that ends has its day, to be seen, and entries with reminders 90, 60 and 30 days before: telephones keep
    only one or two reminders of an entry. Nothing of the person but the days stands in the file, and nothing that is
    private or counted from a paper that has ended.
    """
    zone = ZoneInfo(city().time_zone)
    stamp = datetime.combine(today, time(0), tzinfo=UTC)
    days: list[date] = [today]
    events: list[icalendar.Event] = []
    views = [view for section in sections for view in section.steps]
    for view in views:
        if due := _own_term(view, path):
            before = [one for one in views if one.for_step == view.step and not one.step.private]
            days += [due.day, due.to_go]
            events.append(_of_step(view, before, readings, zone))
    for paper in expiries(path, readings.language, today):
        if paper.expiry.days < 0:  # whose it is knows; whoever else looks at the telephone need not
            continue
        days.append(paper.expiry.day)
        events += _of_paper(paper, readings, zone, today)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Acasă//My path//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Acasă {city().name}")
    calendar.add_component(_zone_rules(zone, min(days).year, max(days).year))
    for event in events:
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    return calendar.to_ical()


def _zone_rules(zone: ZoneInfo, first: int, last: int) -> icalendar.Timezone:
    """The zone's rules for some years. A change stands at the local time before it (RFC 5545, 3.6.5)."""
    made = icalendar.Timezone.from_tzinfo(
        zone, tzid=city().time_zone, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1)
    )
    for change in made.subcomponents:
        # The library writes the start of summer time as clocks show it afterwards.
        leap = change["tzoffsetto"].td - change["tzoffsetfrom"].td
        if leap <= timedelta(0):
            continue
        change["dtstart"].dt -= leap
        for listed in [change["rdate"]] if "rdate" in change else []:
            for moment in listed.dts:
                moment.dt -= leap
    return made


def _of_paper(
    paper: ExpiryView, readings: Readings, zone: ZoneInfo, today: date
) -> Iterable[icalendar.Event]:
    title = paper.words(plain(readings, [paper.name]))
    yield _whole_day(f"end-{paper.expiry.question}", title, paper.expiry.day)
    for mark in RADAR:
        day = paper.expiry.day - timedelta(days=mark)
        if day > today:
            yield _morning(f"end-{paper.expiry.question}-{mark}", title, day, zone)


def _of_step(
    view: StepView, before: Sequence[StepView], readings: Readings, zone: ZoneInfo
) -> icalendar.Event:
    due = view.planned.due
    assert due
    assert due.rule
    day = due.to_go if due.late or view.keeps_office_hours else due.day
    title = plain(readings, [view.step.title])
    if due.late:
        title = _("Already late: %(step)s") % {"step": title}
    last = last_day(weekday(due.day, readings.language))
    text = plain(readings, split_sentences(view.step.text, readings.source_language))
    doubt = plain(readings, split_sentences(view.step.doubt, readings.source_language))
    first = "\n".join([_("First:"), *(f"– {plain(readings, [one.step.title])}" for one in before)])
    papers = "\n".join(f"– {plain(readings, [line])}" for line in view.step.documents)
    address = settings.BASE_URL + document_address(f"page:{view.step.page}", readings.language)
    event = _morning(f"step-{view.step.slug}", title, day, zone, until=due.day)
    parts = (f"{last} {view.closed}".strip(), text, doubt, first if before else "", papers, address)
    event.add("description", "\n\n".join(filter(None, parts)))
    event.add("url", address)
    if view.card and view.card.places and view.card.places[0].address_shown:
        place = view.card.places[0].place
        event.add("location", ", ".join(filter(None, [view.card.name, place.address, place.area.name])))
    repeat = view.step.repeat or ("1 year" if due.rule.yearly else "")
    if repeat and day <= due.day:
        amount, unit = repeat.split()
        event.add(
            "rrule", {"freq": "YEARLY" if unit.startswith("year") else "MONTHLY", "interval": int(amount)}
        )
    return event


def _whole_day(name: str, title: str, day: date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", _uid(name, day))
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _morning(
    name: str, title: str, day: date, zone: ZoneInfo, *, until: date | None = None
) -> icalendar.Event:
    """An entry with a reminder; ``until`` is the last day of a term, by which it stays the same entry."""
    event = icalendar.Event()
    start = datetime.combine(day, MORNING, tzinfo=zone)
    event.add("uid", _uid(name, until or day))
    event.add("summary", title)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=30))
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _uid(name: str, day: date) -> str:
    """The same step on the same day is the same entry, so that a second import doubles nothing."""
    return f"{blake2b(f'{name} {day}'.encode(), digest_size=10).hexdigest()}@{city().slug}.acasa"
