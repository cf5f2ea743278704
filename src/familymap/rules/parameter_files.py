"""Reading the parameters of law from a country's YAML files."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from familymap.declarations import BadDeclaration, Certainty, Words, line_of, read_tree, validated
from familymap.rules.declare import Place, short
from familymap.rules.parameters import DatedValue, Parameter
from familymap.rules.values import TYPES, BadValue, Type, stored


class _Dated(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    since: Annotated[date, Field(alias="from")]
    value: Any
    reference: Annotated[str, Field(min_length=1)]
    certainty: Certainty


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["yes_no", "count", "money", "share", "multiple", "area", "date", "text"]
    unit: Annotated[str, Field(min_length=1)]
    title: Words
    key: str = ""
    note: str = ""
    values: Annotated[list[_Dated], Field(min_length=1)]


def load_parameters(files: Sequence[Path]) -> dict[str, Parameter]:
    """Every parameter of these files by name. Raises BadDeclaration with file, line and mend."""
    loaded: dict[str, Parameter] = {}
    for path in files:
        content, tree = read_tree(path)
        if not isinstance(content, dict):
            raise BadDeclaration(f"{path}:1: a parameter file is a list of «name:» blocks.")
        for name, block in content.items():
            place = Place(short(str(path)), line_of(tree, [name]))
            if name in loaded:
                raise BadDeclaration(
                    f"{place}: «{name}» is also declared at {loaded[name].place}: rename one."
                )
            declared = validated(_Declared, block, path, tree, name)
            loaded[name] = _parameter(name, declared, place, tree)
    return loaded


def _parameter(name: str, declared: _Declared, place: Place, tree: Any) -> Parameter:
    type_ = TYPES[declared.type]
    days = [dated.since for dated in declared.values]
    if days != sorted(set(days)):
        raise BadDeclaration(f"{place}: «{name}»: the dates must follow each other, each once.")
    try:
        values = [_dated(dated, declared, type_) for dated in declared.values]
    except BadValue as trouble:
        raise BadDeclaration(f"{place}: «{name}»: {trouble}.") from None
    return Parameter(
        name, type_, declared.unit, declared.title.model_dump(), declared.key, values, place, declared.note
    )


def _dated(dated: _Dated, declared: _Declared, type_: Type) -> DatedValue:
    value, table = dated.value, {}
    if declared.key:
        if value is not None and not isinstance(value, dict):
            raise BadValue("the parameter has a key, so each value is a mapping from keys to values")
        if any(isinstance(entry, bool) or not isinstance(entry, int | str) for entry in value or {}):
            raise BadValue("the keys of a value are whole numbers or texts: put yes, no and dates in quotes")
        if len({type(entry) for entry in value or {}}) > 1:
            raise BadValue(
                "the keys of a value are all whole numbers or all texts: put all in quotes, or none"
            )
        table = {entry: stored(_exact(one), type_) for entry, one in (value or {}).items()}
        value = None
    elif isinstance(value, dict):
        raise BadValue("a mapping needs «key: …» to say what its keys are")
    return DatedValue(dated.since, stored(_exact(value), type_), table, dated.reference, dated.certainty)


def _exact(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value
