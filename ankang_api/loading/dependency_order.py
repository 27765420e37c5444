"""The order in which records can be made: none before one of its own kind that it refers to."""

from graphlib import CycleError, TopologicalSorter

from ankang_api.loading.files import Entry
from ankang_api.loading.problems import LoadError, Problem
from ankang_api.loading.record_kinds import LATER_RELATIONS
from indicators.models import Record


def in_order(model: type[Record], entries: list[Entry]) -> list[Entry]:
    """The entries, each after those that it refers to; a LoadError names a circle."""
    own = [field.name for field in model._meta.concrete_fields if field.related_model is model]
    links = [name for name in own if name not in LATER_RELATIONS.get(model, ())]
    places = {entry.code: place for place, entry in enumerate(entries) if entry.code}
    graph = {
        place: [places[code] for code in map(entry.fields.get, links) if isinstance(code, str) and code in places]
        for place, entry in enumerate(entries)
    }
    try:
        return [entries[place] for place in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise LoadError([circle([entries[place] for place in reversed(error.args[1])], links)]) from error


def circle(entries: list[Entry], links: list[str]) -> Problem:
    """The problem of entries that refer to each other in a circle."""
    field = next(link for link in links if entries[0].fields.get(link) == entries[1].code)
    return entries[0].problem(field, f"Refers to itself in a circle: {' → '.join(entry.code for entry in entries)}.")
