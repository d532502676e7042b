"""Read forms/service_cards.yaml: what each service is, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from ur_desktop.domain.errors import FormError
from ur_desktop.domain.service_cards import CardSection, ServiceCard, level_words
from ur_desktop.forms.shape import Code, Name, Text
from ur_desktop.yaml_file import YamlFile

FILE = "service_cards.yaml"
_CLOSED = ConfigDict(extra="forbid")


def _known_level(key: str) -> str:
    try:
        level_words(key)
    except KeyError:
        raise ValueError("this level is not on the ladder") from None
    return key


@dataclass(frozen=True)
class SectionShape:
    """A part of a card, whose facts come from one source."""

    __pydantic_config__ = _CLOSED
    title: Text
    source: Text
    facts: Annotated[tuple[Text, ...], Field(min_length=1)]


@dataclass(frozen=True)
class CardShape:
    """The card of one service."""

    __pydantic_config__ = _CLOSED
    title: Text
    level: Annotated[Name, AfterValidator(_known_level)]
    sections: Annotated[tuple[SectionShape, ...], Field(min_length=1)]


_SECTIONS = TypeAdapter(tuple[SectionShape, ...])
_CARDS = TypeAdapter(dict[Code, CardShape])


def read_cards(folder: Path) -> Mapping[str, ServiceCard]:
    """Every card by its code, each with the sections for ``both``; FormError lists every fault."""
    source = YamlFile(folder / FILE)
    values = dict(source.values) if isinstance(source.values, dict) else {}
    try:
        shared = _SECTIONS.validate_python(values.pop("both", ()))
        cards = _CARDS.validate_python(values)
    except ValidationError as error:
        faults = (source.shape_fault(item, frozenset()) for item in error.errors(include_url=False))
        raise FormError(f"{source.name} has errors.", "", tuple(dict.fromkeys(faults))) from None
    return {
        code: ServiceCard(
            code,
            card.title,
            card.level,
            tuple(CardSection(item.title, item.source, item.facts) for item in (*card.sections, *shared)),
        )
        for code, card in cards.items()
    }
