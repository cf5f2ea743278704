"""`familymap synth` and `familymap demo`: a made-up country, and everything drawn from it in one go."""

from pathlib import Path
from typing import Annotated

import typer

from familymap import country
from familymap.cli import options
from familymap.cli.deliveries import receipts_table, tell_refused
from familymap.cli.progress import following, say
from familymap.cli.quality import families_table, links_table, measured_families, measured_links
from familymap.cli.runs import EngineName, work_out
from familymap.cli.summary import example_family, families_summary, linked_table
from familymap.cli.who import family
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import country_facts, make_country
from familymap.synthetic.people import AS_OF

People = Annotated[int, typer.Option(min=1_000, max=20_000_000, help="How many people live in the country.")]
Seed = Annotated[
    int, typer.Option(min=0, help="Another number gives another country; the same gives the same.")
]


def synth(
    out: Annotated[Path, typer.Option(help="Folder to write: truth and deliveries.")],
    people: People = 200_000,
    seed: Seed = 1,
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
) -> None:
    """Make a country that does not exist: its truth, and its registers with the errors real ones have."""
    with following("making the country") as tell:
        make_country(out, people, seed, AS_OF, memory, threads, tell)
    say.print(f"Truth: {out / 'truth'}\nDeliveries: {out / 'deliveries'}", highlight=False)


def demo(
    people: People = 200_000,
    seed: Seed = 1,
    out: Annotated[Path, typer.Option(help="Folder for the country, the deliveries and the run.")] = Path(
        "demo"
    ),
    lang: options.Language = "en",
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
) -> None:
    """Make a country, receive its registers, draw its families, and show what was found."""
    options.checked_language(lang)
    made, store = out / f"country-{people}-{seed}", out / f"store-{people}-{seed}"
    if not (made / "country.json").exists():
        with following(f"making a country of {people:,} people") as tell:
            make_country(made, people, seed, AS_OF, memory, threads, tell)
    facts = country_facts(made)
    say.rule("What came in, and what was refused")
    with following("receiving") as tell:
        contracts = country.load().contracts
        delivered = made / "deliveries" / AS_OF.isoformat()
        receipts, refused = receive_folder(delivered, store, contracts, AS_OF, tell, lang, memory, threads)
    say.print(receipts_table(receipts, lang))
    tell_refused(refused, lang)
    sealed = work_out(store, EngineName.duckdb, AS_OF, AS_OF, memory, threads, {"seed": facts["seed"]})
    say.rule("Who is who")
    say.print(linked_table(sealed))
    say.rule("What the families look like")
    say.print(families_summary(sealed))
    say.rule("How right that is (only a made-up country can tell)")
    say.print(links_table(measured_links(store, made / "truth", None)[-1:]))
    say.print(families_table(measured_families(store, made / "truth", None)))
    say.rule("One family, as `familymap family` prints it")
    family(example_family(sealed), store, sealed.run_id, lang)
    say.print(f"\nThe run {sealed.run_id} lies in {sealed.folder}.", highlight=False)
