"""How offices write one name: as in the act, in Russian letters, in two Latin forms.

The spellings are worked out once for every distinct name, in SQL; `spelling.py` does it for single words.
"""

AS_WRITTEN, RUSSIFIED, PASSPORT_LATIN, DRAFT_LATIN = range(4)
FORMS = 4

_RUSSIAN = ("әғқңөұүһі", "агкноуухи")
_PASSPORT_GROUPS = {
    "щ": "shch", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "ю": "yu", "я": "ya", "ё": "yo",
    "ь": "", "ъ": "",
}  # fmt: skip
_PASSPORT = ("абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziyklmnoprstufyeagknouuhi")
_DRAFT_GROUPS = {"щ": "şş", "ц": "ts", "ч": "tş", "ю": "iu", "я": "ia", "ё": "io", "ь": "", "ъ": ""}
_DRAFT = ("абвгдежзийклмнопрстуфхшыэәғқңөұүһі", "abvgdejziiklmnoprstufhşyeäğqñöūühi")


def name_numbers_sql(person: str, outsider: str) -> str:
    """Every distinct name of the country with its number (0, 1, 2 … in alphabetical order)."""
    columns = ("surname", "birth_surname", "given_name", "patronymic")
    names = " union ".join(
        f"select {column} as name from {table}"
        for table, owned in ((person, columns), (outsider, ("surname", "given_name")))
        for column in owned
    )
    return (
        "select (row_number() over (order by name) - 1)::integer as name_no, name "
        f"from ({names}) where name is not null"
    )


def name_forms_sql(name_number: str) -> str:
    """Every spelling of every name: form_no = name_no × 4 + form."""
    forms = {
        AS_WRITTEN: "name",
        RUSSIFIED: _letters("name", _RUSSIAN),
        PASSPORT_LATIN: _latin("name", _PASSPORT_GROUPS, _PASSPORT),
        DRAFT_LATIN: _latin("name", _DRAFT_GROUPS, _DRAFT),
    }
    return " union all ".join(
        f"select (name_no * {FORMS} + {form})::integer as form_no, {text} as spelling from {name_number}"
        for form, text in forms.items()
    )


def _latin(text: str, groups: dict[str, str], single: tuple[str, str]) -> str:
    for letter, group in groups.items():
        text = f"replace(replace({text}, '{letter}', '{group}'), '{letter.upper()}', '{group.capitalize()}')"
    return _letters(text, single)


def _letters(text: str, single: tuple[str, str]) -> str:
    low, high = single
    return f"translate({text}, '{low + low.upper()}', '{high + high.upper()}')"
