"""Benefits that do not ask for income: children, disability, care, the loss of a parent, the basic pension.

These rules only make a country in which support is missing in places; the law itself lives with the measures.
Every table of what is due has the columns code, subject_no (whom or what it is due for), payee_no, family_no,
since, amount (tenge a month; once for a birth).
"""

from familymap.engine.steps import step
from familymap.synthetic.expressions import alive, tenge
from familymap.synthetic.register_parameters import RegisterParameters


@step(key="family_no")
def family_facts(family: str, livelihood: str) -> str:
    """Each family: how many people and children, who would be paid.

    Children count below 18, full-time students below 23.
    """
    child = "(age < 18 or (age < 23 and full_time and studies is not null))"
    return f"""
        select family_no, min(household_no) as household_no, min(kato) as kato, count(*) as members,
            count(*) filter (where age < 18) as children, count(*) filter (where {child}) as children_counted,
            count(*) filter (where age between 1 and 6) as children_1_to_6,
            coalesce(min(person_no) filter (where sex = 'F' and age >= 18 and not {child}),
                min(person_no) filter (where age >= 18 and not {child}), min(person_no)) as payee_no,
            max(birth_date) as youngest_born
        from {family} join {livelihood} using (person_no) group by family_no"""


@step(key=("code", "subject_no"), sealed=False)
def due_untested(
    person: str,
    livelihood: str,
    disability: str,
    pension: str,
    family: str,
    family_facts: str,
    birth_due: str,
    parameters: RegisterParameters,
    as_of: str,
    begun: str,
) -> str:
    """Everything that is due without a test of income."""
    mci, minimum = parameters["month_index"]["now"], parameters["subsistence_minimum"]
    return f"""
        select * from {birth_due}
        union all
        select 'large_family', family_no, payee_no, family_no, youngest_born, {_large_family(mci)}
        from {family_facts} where children_counted >= 4
        union all
        {_awarded(person, livelihood, family, parameters, mci)}
        union all
        {_disability(livelihood, disability, family, minimum, as_of)}
        union all
        {_disabled_child(person, livelihood, disability, family, minimum, as_of)}
        union all
        {_carer(livelihood, family, minimum, begun)}
        union all
        {_survivor(person, livelihood, family, family_facts, minimum, as_of)}
        union all
        select 'pension_basic', person_no, person_no, family_no, assigned_on, base
        from {pension} join {family} using (person_no) where base is not null"""


@step(key=("code", "subject_no"), sealed=False)
def birth_due(person: str, livelihood: str, family: str, parameters: RegisterParameters, as_of: str) -> str:
    """The birth grant of the last year and the care allowance to 18 months for mothers without insurance."""
    mci, mci_before = parameters["month_index"]["now"], parameters["month_index"]["year_before"]
    by_order = "case birth_order when 1 then 5.76 when 2 then 6.81 when 3 then 7.85 else 8.90 end"
    return f"""
        with small as (
            select person_no, mother_no, birth_date from {person}
            where {alive(as_of)} and mother_no is not null and birth_date > {as_of} - interval 18 month
        ),
        sibling as (
            select person_no, row_number() over (partition by mother_no order by birth_date, person_no)
                as birth_order
            from {person} where mother_no in (select mother_no from small)
        ),
        born as (
            select small.person_no as child_no, small.birth_date, birth_order, mother.person_no as mother_no,
                family_no,
                mother.status not in ('employee', 'self_employed') as uninsured
            from small join sibling using (person_no)
            join {livelihood} mother on mother.person_no = small.mother_no
            join {family} on family.person_no = small.person_no
        )
        select 'birth' as code, child_no as subject_no, mother_no as payee_no, family_no, birth_date as since,
            {tenge(f"{mci_before} * case when birth_order >= 4 then 63 else 38 end")} as amount
        from born where birth_date > {as_of} - interval 12 month
        union all
        select 'care_to_18m', child_no, mother_no, family_no, birth_date,
            {tenge(f"{mci} * {by_order}")}
        from born where uninsured"""


def _large_family(mci: float) -> str:
    multiples = "when 4 then 16.03 when 5 then 20.04 when 6 then 24.05 when 7 then 28.06"
    return tenge(f"{mci} * case children_counted {multiples} else 4 * children_counted end")


def _awarded(person: str, livelihood: str, family: str, parameters: RegisterParameters, mci: float) -> str:
    """Silver for six children, gold for seven and more; counted are all children ever born."""
    least = parameters["awarded_mother_children"]
    return f"""
        select 'awarded_mother', person_no, person_no, family_no, youngest,
            {tenge(f"{mci} * case when born >= {least['gold']} then 7.40 else 6.40 end")}
        from (select mother_no as person_no, count(*) as born, max(birth_date) as youngest from {person}
            where mother_no is not null group by mother_no having count(*) >= {least["silver"]})
        join {livelihood} using (person_no) join {family} using (person_no)"""


def _disability(livelihood: str, disability: str, family: str, minimum: float, as_of: str) -> str:
    multiple = """case when age < 7 then 1.61 when age < 18 then 1.83
        when since_childhood then case certificate.disability_group when '1' then 2.2 when '2' then 1.83
            else 1.61 end
        else case certificate.disability_group when '1' then 2.2 when '2' then 1.76 else 1.2 end end"""
    return f"""
        select 'disability', person_no, person_no, family_no, valid_from, {tenge(f"{minimum} * ({multiple})")}
        from {disability} certificate join {livelihood} using (person_no) join {family} using (person_no)
        where valid_to is null or valid_to >= {as_of}"""


def _disabled_child(
    person: str, livelihood: str, disability: str, family: str, minimum: float, as_of: str
) -> str:
    """One allowance for the mother or else the father, however many disabled children."""
    return f"""
        select 'child_disability_care', parent_no, parent_no, family_no, min(since),
            {tenge(f"{minimum} * 1.61")}
        from (
            select coalesce(mother.person_no, father.person_no) as parent_no, valid_from as since
            from {disability} certificate join {person} child using (person_no)
            left join {livelihood} mother on mother.person_no = child.mother_no
            left join {livelihood} father on father.person_no = child.father_no
            where certificate.disability_group = 'child' and (valid_to is null or valid_to >= {as_of})
        ) join {family} on family.person_no = parent_no
        group by parent_no, family_no"""


def _carer(livelihood: str, family: str, minimum: float, begun: str) -> str:
    """A grown person of the same dwelling without an employer cares for an adult of the first group."""
    return f"""
        select 'carer_group1', cared.person_no, min(carer.person_no), min(family_no), {begun} - 400,
            {tenge(f"{minimum} * 1.61")}
        from {livelihood} cared
        join {livelihood} carer on carer.dwelling_no = cared.dwelling_no
            and carer.person_no <> cared.person_no
        join {family} on family.person_no = cared.person_no
        where cared.disability_group = '1' and cared.age >= 18 and carer.age between 18 and 60
            and carer.status in ('home', 'unemployed', 'self_employed', 'farmer', 'student')
        group by cared.person_no"""


def _survivor(
    person: str, livelihood: str, family: str, family_facts: str, minimum: float, as_of: str
) -> str:
    """Per family with children or students who lost a parent: 0.92 of the minimum for each, three at most."""
    return f"""
        select 'survivor', family_no, min(payee_no), family_no, min(lost_on),
            {tenge(f"{minimum} * least(3, 0.92 * count(*))")}
        from (
            select child.person_no, least(mother.death_date, father.death_date) as lost_on
            from {livelihood} alive join {person} child using (person_no)
            left join {person} mother on mother.person_no = child.mother_no and mother.death_date <= {as_of}
            left join {person} father on father.person_no = child.father_no and father.death_date <= {as_of}
            where (alive.age < 18 or (alive.age < 23 and alive.full_time and alive.studies is not null))
                and (mother.person_no is not null or father.person_no is not null)
        ) join {family} using (person_no) join {family_facts} using (family_no)
        group by family_no"""


UNTESTED_STEPS = (family_facts, birth_due, due_untested)
