"""The assumptions about registers and circumstances: every number named, with unit, source and certainty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from familymap.synthetic.parameters import Parameters, declared


@dataclass(frozen=True)
class RegisterParameters:
    """Circumstances by name, dirt shares by kind and register, the format of each register's delivery."""

    version: int
    circumstances: Mapping[str, Any]
    dirt_kinds: Mapping[str, Mapping[str, float]]
    formats: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, name: str) -> Any:
        return self.circumstances[name]

    def dirt(self, kind: str, register: str) -> float:
        """Share of a register's rows, or (by the meaning of the kind) of the rows that can suffer it."""
        shares = self.dirt_kinds[kind]
        return shares.get(register, shares["others"])


def load_register_parameters(country_name: str) -> RegisterParameters:
    """Read synthetic/registers.yaml of a country. Raises ParameterError naming what lacks a source."""
    file = "synthetic/registers.yaml"
    document = declared(country_name, file)
    return RegisterParameters(
        version=document["version"],
        circumstances=Parameters(file, document["circumstances"]),
        dirt_kinds=Parameters(file, document["dirt"]),
        formats=document["formats"],
    )
