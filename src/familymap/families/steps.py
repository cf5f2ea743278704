"""The steps of this room in a full run."""

from familymap.families.households import household, household_membership
from familymap.families.identity import family, family_event, family_identity, family_membership
from familymap.families.kin import birth_tie, couple, guardian_tie, living_person
from familymap.families.membership import belonging, care_chain, care_need, carer_choice, family_place

BELONGING_STEPS = (living_person, couple, birth_tie, guardian_tie, care_need, carer_choice, belonging)
"""From persons and register rows to who belongs to whom."""

FAMILY_STEPS = (
    *BELONGING_STEPS,
    care_chain,
    family_place,
    family_identity,
    family_membership,
    family,
    family_event,
    household_membership,
    household,
)
"""Everything this room works out; needs `previous_family_membership` (empty in a first run)."""
