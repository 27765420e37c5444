"""Rows that changed after a revision: the record, or a related record whose fields the row shows, has a new version."""

from typing import Any

from django.db.models import Exists, Field, ForeignKey, ForeignObject, OuterRef, Q

from indicators.models import Record
from indicators.rows.serializer import RowSerializer


def changed(table: type[RowSerializer], since: int, until: int) -> Q:
    """The condition for the rows of a table; a withdrawn record matches only through its own withdrawal."""
    model = table.Meta.model
    own = Q(id__in=ended_or_begun(model, since, until).values("id"))
    others = Q(pk__in=[])
    for path in relations(table):
        if condition := through(model, path, since, until):
            others |= condition
    return own | (others & Q(withdrawn=False))


def relations(table: type[RowSerializer]) -> list[str]:
    """The paths of the related records whose fields a row shows: metric, metric__unit, …"""
    paths: dict[str, None] = {}
    computed = [rule.relation for rule in table.computed.values() if rule.relation]
    for path in [*(column.path.rpartition("__")[0] for column in table.columns()), *computed]:
        steps = path.split("__") if path else []
        paths |= dict.fromkeys("__".join(steps[:length]) for length in range(1, len(steps) + 1))
    return list(paths)


def through(model: Any, path: str, since: int, until: int) -> Q | None:
    """The condition that a related record changed; None if no record of its model did, or the model has no versions."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    relation: Any = model._meta.get_field(last)
    related = relation.related_model
    if not issubclass(related, Record) or not (versions := ended_or_begun(related, since, until)).exists():
        return None
    if isinstance(relation, ForeignKey):
        return Q(**{f"{path}__in": versions.values("id")})
    if isinstance(relation, ForeignObject):  # by several columns, and of the rows themselves
        pairs = {f"{theirs.name}_id": OuterRef(own.attname) for own, theirs in relation.related_fields}
        return Q(Exists(versions.filter(**pairs)))
    before = "__".join([*steps, "id"])  # of a link that ended, only its versions say what it linked
    owner: Field[Any, Any] = relation.field
    return Q(**{f"{before}__in": versions.values(owner.attname)})


def ended_or_begun(model: type[Record], since: int, until: int) -> Any:
    """The versions of a model that began or ended after one revision and not after another."""
    begun = Q(revision_from__gt=since, revision_from__lte=until)
    return model.history.filter(begun | Q(revision_to__gt=since, revision_to__lte=until))
