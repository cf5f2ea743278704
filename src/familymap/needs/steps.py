"""The steps of this room in a full run."""

from collections.abc import Iterable, Mapping

from familymap.engine.steps import Step
from familymap.needs.cells import cell_steps
from familymap.needs.declaration import Needs, checked
from familymap.needs.figure_declaration import Figures
from familymap.needs.figures import figure_steps
from familymap.needs.gaps import gap_steps
from familymap.needs.overpayment import overpayment_step
from familymap.needs.totals import total_steps
from familymap.needs.unmet import unmet_steps
from familymap.people.linkage import Linkage
from familymap.people.subjects import RegisterContract, subjects_of
from familymap.rules.catalogue import Catalogue
from familymap.wellbeing.method import CountingMethod, Method


def need_steps(
    made: Catalogue,
    needs: Needs,
    contracts: Mapping[str, RegisterContract],
    linkage: Linkage,
    figures: Figures,
    methods: Iterable[Method],
) -> list[Step]:
    """From the assessment to gaps, possible overpayments, unmet needs, their totals, and figures by area.

    Besides tables of the rooms before they ask for `offer_history` (columns: gaps.OFFER_HISTORY), empty while
    no offers are kept. Raises BadNeeds when the declaration does not fit the rules.
    """
    checked(needs, made)
    return [
        *cell_steps(needs),
        *gap_steps(made, needs, subjects_of(contracts, linkage), linkage.thresholds),
        overpayment_step(made),
        *total_steps(made, needs),
        *unmet_steps(made, needs),
        *figure_steps(made, needs, figures, [one for one in methods if isinstance(one, CountingMethod)]),
    ]
