"""Where units live: on their own, or with parents, a grown child, a partner; and former homes."""

from familymap.engine.steps import step
from familymap.synthetic.country import YEAR, Country


@step(sealed=False)
def unit_guest(unit_kin: str, stratum: str, country: Country) -> str:
    """Units that live in the dwelling of their parents.

    unit_no, host_unit (the parents' unit), place among the guests of that unit.
    """
    parameters = country.parameters
    recent = f"{_founded()} > {country.today} - {int(parameters['lives_with_parents_years'] * YEAR)}"
    share = f"""case when k.led_by <> 'F' or k.kind = 'single' then {parameters["lone_lives_with_parents"]}
                     else s.shares_dwelling end"""
    return f"""
    with wish as (
        select k.unit_no, k.stratum_no,
               case when k.man_birth is not null then k.man_parent_unit else k.woman_parent_unit
                   end as parents,
               {country.uniform("with parents", "k.unit_no")} < {share} and {recent} as wishes
        from {unit_kin} k join {stratum} s on s.stratum_no = k.stratum_no
    ), asked as (
        select w.unit_no, p.unit_no as host_unit,
               row_number() over (
                   partition by p.unit_no order by {country.bits("guest", "w.unit_no")}, w.unit_no
               ) as place
        from wish w
        join wish p on p.unit_no = w.parents and not p.wishes and p.stratum_no = w.stratum_no
        where w.wishes
    )
    select * from asked where place <= {parameters["guests_at_most"]}
    """


@step(sealed=False)
def unit_aged(unit_kin: str, unit_guest: str, other_father: str, child: str, country: Country) -> str:
    """Old people left alone who moved to a grown child: unit_no, host_unit (the child's unit)."""
    old = country.parameters["old_lives_with_child"]
    born_before = country.today + f" - {int(old['from_age'] * YEAR)}"
    return f"""
    with lone as (
        select k.unit_no from {unit_kin} k
        where ((k.man_birth is null or k.man_death is not null) <> (k.woman_birth is null or k.woman_death
            is not null))
          and coalesce(case when k.woman_death is null then k.woman_birth end, k.man_birth) < {born_before}
          and {country.uniform("moved to a child", "k.unit_no")} < {old["share"]}
          and k.unit_no not in (select host_unit from {unit_guest})
          and k.unit_no not in (select unit_no from {unit_guest})
          and k.unit_no not in (select unit_no from {child} where at_home and death_date is null)
    )
    select k.parents as unit_no, min(k.unit_no) as host_unit
    from (
        select unit_no, unnest([man_parent_unit, woman_parent_unit]) as parents from {unit_kin}
        where man_death is null and woman_death is null
    ) k
    where k.parents in (select unit_no from lone)
      and k.unit_no not in (select unit_no from lone)
      and k.unit_no not in (select unit_no from {unit_guest})
      and k.unit_no not in (select father_unit from {other_father} where together)
    group by k.parents
    """


@step(sealed=False)
def unit_home(
    unit_kin: str, unit_guest: str, unit_aged: str, other_father: str, stratum: str, country: Country
) -> str:
    """The dwelling of each unit.

    unit_no, dwelling_no, kato, guest (lives in the dwelling of its parents, its child or the children's
    mother),
    founded (first marriage or nineteenth birthday), home_no, house_share.
    """
    return f"""
    with settled as (
        select k.unit_no, {_founded()} as founded, s.house_share, k.home_no, h.unit_no is not null as guest,
               coalesce(h.home_no, k.home_no) as dwelling_no, coalesce(h.kato, k.kato) as kato
        from {unit_kin} k
        join {stratum} s on s.stratum_no = k.stratum_no
        left join (select unit_no, host_unit from {unit_guest} union all select unit_no, host_unit
            from {unit_aged}) g
             on g.unit_no = k.unit_no
        left join {unit_kin} h on h.unit_no = g.host_unit
    )
    select s.unit_no, coalesce(h.dwelling_no, s.dwelling_no) as dwelling_no, coalesce(h.kato, s.kato) as kato,
           s.guest or h.unit_no is not null as guest, s.founded, s.home_no, s.house_share
    from settled s
    left join {other_father} o on o.father_unit = s.unit_no and o.together
    left join settled h on h.unit_no = o.unit_no
    """


def _founded() -> str:
    """The day a unit began to live on its own."""
    return "coalesce(k.together_since, k.first_married_on, k.woman_birth + 6940, k.man_birth + 6940)"


@step(sealed=False)
def unit_move(unit_kin: str, unit_home: str, country: Country) -> str:
    """Since when a unit lives in its dwelling, and where its man and its woman lived before.

    unit_no, moved_in (NULL: guests, who were born there or married in), man_previous, man_previous_kato,
    woman_previous, woman_previous_kato (dwelling and place, NULL without a former address).
    """
    moved = country.parameters["moved"]
    far = f"{country.uniform('far move', 'h.unit_no')} < {moved['other_region']}"
    number = country.uniform("former home", "h.unit_no")
    return f"""
    with counted as (select count(*) as homes from {unit_home}),
    moving as (
        select h.*, k.man_parent_unit, k.woman_parent_unit,
               {country.uniform("moved", "h.unit_no")} < {moved["units"]} as moved,
               case when {far} then 1 + floor({number} * homes)::bigint
                    else 1 + (h.home_no + floor({number} * 900)::bigint + 30) % homes end as former_home,
               least({country.today}, h.founded + (pow({country.uniform("moved in", "h.unit_no")}, 1.7)
                     * greatest(0, date_diff('day', h.founded, {country.today})))::int) as move_day
        from {unit_home} h join {unit_kin} k on k.unit_no = h.unit_no cross join counted
    )
    select m.unit_no, case when not m.guest then m.move_day end as moved_in, m.guest,
           {_previous("p", "m.man_parent_unit")}, {_previous("q", "m.woman_parent_unit")}
    from moving m
    left join {unit_home} p on p.unit_no = m.man_parent_unit and m.moved
    left join {unit_home} q on q.unit_no = m.woman_parent_unit and m.moved
    left join {unit_home} f on f.home_no = m.former_home and m.moved and not m.guest
    """


def _previous(alias: str, parents: str) -> str:
    """The parents' dwelling, else that of another family, when it is not the present one."""
    who = "man" if alias == "p" else "woman"
    chosen = f"case when {parents} is null then f.{{0}} else {alias}.{{0}} end"
    return ", ".join(
        f"case when {chosen.format('dwelling_no')} <> m.dwelling_no then {chosen.format(column)} end "
        f"as {who}_previous{suffix}"
        for column, suffix in (("dwelling_no", ""), ("kato", "_kato"))
    )


@step(key="dwelling_no")
def dwelling(unit_home: str, country: Country) -> str:
    """Dwellings somebody is registered in: kind apartment|house, rooms, area_m2, unsafe.

    dwelling_no BIGINT, kato, rooms (living rooms), area_m2 DECIMAL(10,2), unsafe (declared an emergency
    building).
    """
    return furnished(
        f"""
        with lived_in as (select dwelling_no, count(*) as units from {unit_home} group by dwelling_no)
        select h.dwelling_no, h.kato, h.house_share, l.units
        from {unit_home} h join lived_in l on l.dwelling_no = h.dwelling_no
        where h.home_no = h.dwelling_no""",
        country,
    )


def furnished(places: str, country: Country) -> str:
    """SQL: dwellings with kind, rooms, area, safety; `places` gives dwelling_no, kato, house_share, units."""
    shares = country.parameters["dwelling"]
    rooms = country.uniform("rooms", "dwelling_no")
    area = country.uniform("area", "dwelling_no")
    return f"""
    with built as (
        select dwelling_no, kato, units,
               case when {country.uniform("house", "dwelling_no")} < house_share then 'house'
                   else 'apartment' end
               as kind
        from ({places})
    ), roomed as (
        select *, least(8, case when {rooms} < 0.08 then 1 when {rooms} < 0.38 then 2 when {rooms} < 0.72
            then 3
                                when {rooms} < 0.93 then 4 else 5 end
                           + case when kind = 'house' then 1 else 0 end + units - 1)::int as rooms
        from built
    )
    select dwelling_no, kato, kind, rooms,
           round(rooms * {shares["area_per_room"]} * (0.8 + 0.5 * {area}), 1)::decimal(10, 2) as area_m2,
           {country.uniform("unsafe", "dwelling_no")} < {shares["unsafe"]} as unsafe
    from roomed
    """
