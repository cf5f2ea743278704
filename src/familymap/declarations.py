"""Reading a country's declarations: YAML files whose every complaint names file, line and mend."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Certainty = Literal["C", "P", "U", "BK", "D", "A", "B", "R", "assumption"]


class Words(BaseModel):
    """One text in the three languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kk: Annotated[str, Field(min_length=1)]
    ru: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class BadDeclaration(ValueError):
    """A declaration cannot be used; the text names file, line, trouble and mend."""


def read_tree(path: Path) -> tuple[Any, Any]:
    """A file's content, and its tree of nodes to find lines in. Raises BadDeclaration."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as trouble:
        raise BadDeclaration(f"{path}: {trouble.strerror}. Give the path of the file.") from None
    except UnicodeDecodeError:
        raise BadDeclaration(f"{path}: is not UTF-8 text. Save it as UTF-8.") from None
    try:
        tree = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        place = mark.line + 1 if mark else 1
        problem = getattr(trouble, "problem", None) or "cannot be read"
        raise BadDeclaration(f"{path}:{place}: this is not YAML: {problem}.") from None
    if twice := repeated(tree):
        raise BadDeclaration(f"{path}:{twice[1]}: «{twice[0]}» is given twice: remove one.")
    return content, tree


def validated(model: type[Model], content: Any, path: Path, tree: Any, *place: str | int) -> Model:
    """The content (found in the file at `place`) as a model. Raises BadDeclaration, one line per fault."""
    try:
        return model.model_validate(content)
    except ValidationError as trouble:
        lines = [
            f"{path}:{line_of(tree, [*place, *error['loc']])}: "
            f"{'.'.join(str(part) for part in [*place, *error['loc']])}: {_mend(error)}."
            for error in trouble.errors()
        ]
        raise BadDeclaration("\n".join(lines)) from None


def _mend(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "is missing, add it"
        case "extra_forbidden":
            return "is not a name that belongs here, remove it or correct its spelling"
    said = str(error.get("ctx", {}).get("error") or error["msg"])
    return said[0].lower() + said[1:]


def line_of(node: Any, place: list[Any]) -> int:
    """The line of the deepest part of `place` that the file has."""
    line: int = node.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((n, v) for n, v in node.value if n.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part])
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def repeated(node: Any) -> tuple[str, int] | None:
    """A name that one mapping gives twice, with its line: YAML itself would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for name, value in node.value:
            if name.value in seen:
                return str(name.value), name.start_mark.line + 1
            seen.add(name.value)
            if inner := repeated(value):
                return inner
    elif isinstance(node, yaml.SequenceNode):
        return next((inner for part in node.value if (inner := repeated(part))), None)
    return None
