"""`familymap synth` and `familymap demo`: a made-up country, and everything drawn from it in one go."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from familymap import country
from familymap.cli import options
from familymap.cli.areas import keep_made_up_areas
from familymap.cli.deliveries import tell_receipts, tell_refused
from familymap.cli.explain import explain
from familymap.cli.needs import tell_needs
from familymap.cli.progress import following
from familymap.cli.quality import families_table, links_table, measured_families, measured_links
from familymap.cli.runs import EngineName, tell_sealed, work_out
from familymap.cli.screen import heading, path_line, say
from familymap.cli.summary import example_gap, tell_run
from familymap.cli.who import family
from familymap.cli.wording import language, number, text
from familymap.engine.store import SealedRun
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import country_facts, make_country
from familymap.synthetic.making import next_month as a_month_later
from familymap.synthetic.people import AS_OF


def synth(
    out: Annotated[Path, typer.Option(help="Folder to write: truth and deliveries.")],
    people: options.People = 200_000,
    seed: options.Seed = 1,
    next_month: Annotated[
        Path | None,
        typer.Option(
            help="Folder of a made-up country: write it a month later, with its own people and seed."
        ),
    ] = None,
    lang: options.Language = "en",
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
) -> None:
    """Make a country that does not exist: its truth, and its registers with the errors real ones have."""
    _refuse_foreign(out)
    if next_month is None:
        _make(out, people, seed, memory, threads)
    elif not (next_month / "country.json").exists():
        raise options.wrong(
            "{folder} is not a made-up country: there is no country.json in it.", folder=next_month
        )
    elif next_month.resolve() == out.resolve():
        raise options.wrong("The later country needs a folder of its own, not {folder}.", folder=out)
    else:
        with following(text("Letting a month pass")) as tell:
            a_month_later(next_month, out, memory, threads, tell)
    path_line(text("Truth"), out / "truth")
    path_line(text("Deliveries"), out / "deliveries" / country_facts(out)["as_of"])


PARTS_OF_A_COUNTRY = {"truth", "deliveries", "work", "spill", "country.json"}


def _refuse_foreign(out: Path) -> None:
    """A country is written into an empty folder or in place of another one, and of nothing else."""
    if out.exists() and not (out.is_dir() and {part.name for part in out.iterdir()} <= PARTS_OF_A_COUNTRY):
        raise options.wrong(
            "{folder} holds other things than a made-up country: choose a new folder.", folder=out
        )


def demo(
    people: options.People = 200_000,
    seed: options.Seed = 1,
    out: Annotated[Path, typer.Option(help="Folder for the country, the deliveries and the run.")] = Path(
        "demo"
    ),
    lang: options.Language = "en",
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
) -> None:
    """Make a country, receive its registers, draw its families, and show what was found."""
    made, store = out / f"country-{people}-{seed}", out / f"store-{people}-{seed}"
    if not (made / "country.json").exists():
        _make(made, people, seed, memory, threads)
    facts = country_facts(made)
    as_of = date.fromisoformat(facts["as_of"])
    heading(text("A made-up country of {people} people", people=number(people)))
    path_line(text("Folder"), made)
    _receive(made / "deliveries" / as_of.isoformat(), store, as_of, memory, threads)
    keep_made_up_areas(made / "truth", store)
    sealed = work_out(store, EngineName.duckdb, as_of, as_of, memory, threads, {"seed": facts["seed"]})
    tell_run(sealed)
    tell_truth(sealed, store, made / "truth")
    tell_needs(sealed)
    if chosen := example_gap(sealed):
        family_id, measure = chosen
        heading(text("One family: familymap family {family} --store {store}", family=family_id, store=store))
        family(family_id, store, sealed.run_id, lang)
        heading(
            text(
                "Why something is due to it: familymap explain {family} {measure} --store {store}",
                family=family_id,
                measure=measure,
                store=store,
            )
        )
        explain(family_id, measure, None, store, sealed.run_id, lang)
    say.print()
    tell_sealed(sealed)


def _make(target: Path, people: int, seed: int, memory: float, threads: int) -> None:
    with following(text("Making the country")) as tell:
        make_country(target, people, seed, AS_OF, memory, threads, tell)


def _receive(delivered: Path, store: Path, day: date, memory: float, threads: int) -> None:
    heading(text("What came in, and what was refused"))
    contracts = country.load().contracts
    with following(text("Receiving")) as tell:
        receipts, refused = receive_folder(
            delivered, store, contracts, day, tell, language(), memory, threads
        )
    tell_receipts(receipts)
    tell_refused(refused)


def tell_truth(sealed: SealedRun, store: Path, truth: Path) -> None:
    """How a run stands against the truth of its made-up country."""
    heading(text("How right that is (only a made-up country can tell)"))
    with following(text("Measuring quality")) as tell:
        tell("", 0, 2)
        links = measured_links(store, truth, sealed.run_id)
        tell("", 1, 2)
        families = measured_families(store, truth, sealed.run_id)
    say.print(links_table(links[-1:]))
    say.print()
    say.print(families_table(families))
