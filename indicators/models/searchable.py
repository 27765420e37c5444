"""Searchable records: their texts, folded, in one column."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from indicators.models.record import CodedRecord, RecordQuerySet
from indicators.sql.filtered_rows import Condition
from indicators.text.folding import fold

M = TypeVar("M", bound=models.Model, covariant=True)


class SearchableQuerySet(RecordQuerySet[M]):
    def word_conditions(self, words: Iterable[str]) -> list[Condition]:
        """The conditions that a record contains each of the folded words."""
        return [self.word_condition(word) for word in words]

    def word_condition(self, word: str) -> Condition:
        """The record's own text contains the word, or that of a record it is `searched_through`.

        Subqueries search the related records first, because there are fewer of them.
        """
        contains = Q(search_text__contains=word)
        query = contains
        for name in getattr(self.model, "searched_through", ()):
            related: Any = self.model._meta.get_field(name).related_model
            query |= Q(**{f"{name}__in": related._default_manager.filter(contains)})
        return Condition(query)


class Searchable(CodedRecord):
    """A record that a search finds by words in its texts."""

    searched: ClassVar[tuple[str, ...]]
    """Names of the fields that are searched: texts, and lists of texts."""

    searched_through: ClassVar[tuple[str, ...]] = ()
    """Names of the relations whose records' texts count as this one's, as the words of an observation's quote do."""

    search_text = models.TextField(
        editable=False, blank=True, default="", help_text="The searched texts, folded, one a line."
    )

    objects = SearchableQuerySet.as_manager()  # type: ignore[misc]  # django-stubs: an inherited manager is a class variable

    class Meta:
        abstract = True

    def derive(self) -> None:
        super().derive()
        self.search_text = "\n".join(fold(text) for _, text in self.searched_texts())

    def searched_texts(self) -> Iterator[tuple[str, str]]:
        """Each text as it was written, with the name of its field; a list gives several."""
        for name in self.searched:
            value = getattr(self, name)
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    yield name, text
