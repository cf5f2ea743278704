"""Receiving a delivery: every row in is accepted or quarantined with its reasons, or the whole is refused."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from familymap.engine.store import checksum, write_whole
from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.casting import find_date_forms, typed_rows
from familymap.registers.checks import any_broken_sql, broken_sql, key_checks, masks_sql, row_checks
from familymap.registers.contract import BadContract, Contract
from familymap.registers.deliveries import Delivery, deliveries, receiving, seal
from familymap.registers.quality import quality_page
from familymap.registers.quarantine import REPAIR_MARK, collect_reasons, write_quarantine
from familymap.registers.receipt import CheckCount, Receipt, receipt_text
from familymap.registers.sources import Landed, column_sql, damaged_parquet, is_database, land, text_sql

QUARANTINE_LIMIT = 0.5
"""A delivery with a larger share of bad rows is refused: a crippled snapshot must not replace a sound one."""
ROWS_FOR_A_SHARE = 100
"""Below this number of rows a share says nothing."""
FILE_KINDS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".parquet")


def receive(
    contract: Contract,
    source: str,
    store: Path,
    received_on: date,
    contracts: Mapping[str, Contract] | None = None,
    language: str = "en",
    memory_gb: float = 4.0,
    threads: int = 2,
) -> Receipt:
    """Check what was delivered and keep it in the store; its receipt.

    `source` is a path or a `postgresql://…#schema.table` address; `contracts` are all contracts, to tell when
    the file is another register's; `language` is that of the quality page. A delivery that the store already
    has is not received again. Raises BadDelivery when the whole delivery is refused: then nothing is kept.
    """
    with receiving(store, contract.name) as workplace:
        before = deliveries(store, contract.name)
        sha256 = None if is_database(source) or not Path(source).is_file() else checksum(Path(source))
        if sha256 and (known := _known(before, sha256)):
            return known
        with _connect(workplace, memory_gb, threads) as db:
            db.execute("create temp table unreadable (row_number bigint, line varchar)")
            landed = land(db, source, workplace, contract.columns)
            sha256 = sha256 or landed.sha256 or ""
            if known := _known(before, sha256):
                return known
            _check_columns(contract, landed, contracts or {})
            finished = workplace / "finished"
            finished.mkdir()
            receipt = _Receiving(db, contract, landed, received_on, before, sha256).carry_out(finished)
        write_whole(finished / "receipt.json", receipt_text(receipt))
        last = next((one.receipt for one in before if one.receipt.delivery_id == receipt.previous), None)
        page = quality_page(contract, receipt, last, language)
        write_whole(finished / "quality.html", page)
        seal(finished, store / "registers" / contract.name / receipt.delivery_id)
        return receipt


def receive_folder(
    folder: Path,
    store: Path,
    contracts: Mapping[str, Contract],
    received_on: date,
    progress: Callable[[str, int, int], None] = lambda register, done, total: None,
    language: str = "en",
    memory_gb: float = 4.0,
    threads: int = 2,
) -> tuple[list[Receipt], list[BadDelivery]]:
    """Receive every file of a folder whose name is that of a register; receipts, and what was refused."""
    files = sorted(path for path in folder.iterdir() if path.name.endswith(FILE_KINDS))
    receipts, refused = [], []
    for done, path in enumerate(files):
        register = path.name.split(".")[0]
        progress(register, done, len(files))
        try:
            if register not in contracts:
                raise BadDelivery(
                    "There is no register of this name.",
                    "Name the file after its register: %(registers)s.",
                    path.name,
                    values={"registers": ", ".join(contracts)},
                )
            receipts.append(
                receive(
                    contracts[register],
                    str(path),
                    store,
                    received_on,
                    contracts,
                    language,
                    memory_gb,
                    threads,
                )
            )
        except BadDelivery as trouble:
            refused.append(trouble)
    progress("", len(files), len(files))
    return receipts, refused


def _connect(workplace: Path, memory_gb: float, threads: int) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(
        config={
            "memory_limit": f"{int(memory_gb * 1000)}MB",
            "threads": threads,
            "temp_directory": str(workplace / "spill"),
            "autoinstall_known_extensions": False,
        }
    )
    db.execute("set enable_progress_bar = false")
    return db


def _known(before: Sequence[Delivery], sha256: str) -> Receipt | None:
    for one in before:
        if one.receipt.sha256 == sha256:
            return one.receipt.model_copy(update={"already_here": True})
    return None


def _check_columns(contract: Contract, landed: Landed, contracts: Mapping[str, Contract]) -> None:
    """Every column of the contract must be there. Raises BadDelivery, with the likely cause."""
    there = set(landed.types)
    missing = [name for name in contract.columns if name not in there]
    if not missing:
        return
    fits = {name: len(there & set(other.columns)) / len(other.columns) for name, other in contracts.items()}
    best = max(fits, key=lambda name: (fits[name], name), default=contract.name)
    if best != contract.name and fits[best] > len(there & set(contract.columns)) / len(contract.columns):
        raise BadDelivery(
            "The columns are those of the register «%(other)s», not of «%(register)s».",
            "Receive the file as «%(other)s», or ask for the right file.",
            landed.name,
            values={"other": best, "register": contract.name},
        )
    near = difflib.get_close_matches(missing[0], sorted(there - set(contract.columns)), n=1, cutoff=0.5)
    raise BadDelivery(
        "The column is missing; «%(near)s» looks like it." if near else "The column is missing.",
        "Rename or add the missing columns: %(missing)s.",
        landed.name,
        column=missing[0],
        values={"near": near[0] if near else "", "missing": ", ".join(missing)},
    )


class _Receiving:
    """One delivery on its way: the connection, and what is known of it so far."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        contract: Contract,
        landed: Landed,
        received_on: date,
        before: Sequence[Delivery],
        sha256: str,
    ) -> None:
        self.db, self.contract, self.landed, self.received_on = db, contract, landed, received_on
        self.before, self.sha256 = before, sha256
        self.checks = row_checks(contract, landed.types)
        self.repaired = self._repaired()

    def carry_out(self, folder: Path) -> Receipt:
        """Write the accepted and the quarantined rows into the folder; the receipt."""
        try:
            forms = find_date_forms(self.db, self.contract, self.landed)
            typed = typed_rows(self.contract, self.landed, forms, self.received_on.isoformat())
            received = self._count(f"select count(*) from {self.landed.rows}") + self.landed.unreadable
            self._refuse_nothing(received)
            self._find_broken(typed)
            self._refuse_by_stop_rules(received)
            self._find_repeated(typed)
            collect_reasons(self.db, self.checks, self.contract)
            self._refuse_mostly_bad(received)
            accepted = self._write_accepted(typed, folder / "accepted.parquet")
            quarantine = folder / "quarantine.parquet"
            quarantined = write_quarantine(self.db, self.contract, self.landed, self.checks, quarantine)
        except duckdb.BinderException as trouble:
            raise BadContract(f"{self.contract.name}: a check cannot be carried out: {trouble}") from None
        except (duckdb.IOException, duckdb.InvalidInputException):
            if not self.landed.name.endswith(".parquet"):
                raise
            raise damaged_parquet(self.landed.name) from None
        if received != accepted + quarantined:
            raise RuntimeError(
                f"{self.landed.name}: received {received}, accepted {accepted}, quarantined {quarantined}: "
                "a row is lost. This is an error of the program; nothing was kept."
            )
        return self._receipt(received, accepted, quarantined, folder / "accepted.parquet")

    def _count(self, sql: str) -> int:
        return int(self.db.execute(sql).fetchall()[0][0])

    def _find_broken(self, typed: str) -> None:
        """The only walk that evaluates the conditions: rows that break one, with the masks saying which.

        The filter must not be pushed down: it would evaluate every condition and every cast once more.
        """
        self.db.execute("set disabled_optimizers = 'filter_pushdown'")
        self.db.execute(
            f"create temp table broken as select * from (select row_number, {masks_sql(self.checks)} "
            f"from {typed}) where {any_broken_sql(self.checks, self.checks)}"
        )
        self.db.execute("reset disabled_optimizers")

    def _blocked(self) -> str:
        blocking = [check for check in self.checks if check.level != "warn"]
        return f"select row_number from broken where {any_broken_sql(self.checks, blocking)}"

    def _find_repeated(self, typed: str) -> None:
        """Rows whose key an earlier good row has, and whether the whole row is the same."""
        key = column_sql(self.contract.key)
        good = f"(select {key} as key, row_number from {typed} where row_number not in ({self._blocked()}))"
        earlier = f"select key, min(row_number) as first from {good} group by key having count(*) > 1"
        if self.repaired and self.contract.delivery == "snapshot":
            taken = ", ".join(text_sql(path) for path in self._accepted_before())
            self.db.execute(
                f"create temp table taken as select distinct {key} as key from read_parquet([{taken}])"
            )
            earlier += " union all select key, 0 from taken"
        self.db.execute(
            f"""create temp table later as select row_number, first
            from {good} join (select key, min(first) as first from ({earlier}) group by key) using (key)
            where row_number > first"""
        )
        as_given = ", ".join(column_sql(name) for name in self.contract.columns)
        self.db.execute(
            f"""create temp table repeated as
            with twins as (
                select row_number, md5(row({as_given})::varchar) as content from {self.landed.rows}
                where row_number in (select row_number from later union all select first from later)
            )
            select later.row_number, coalesce(mine.content = firsts.content, false) as same_row
            from later join twins as mine on mine.row_number = later.row_number
            left join twins as firsts on firsts.row_number = later.first"""
        )

    def _write_accepted(self, typed: str, target: Path) -> int:
        sequence = 1 + max((one.receipt.sequence for one in self.before), default=0)
        columns = ", ".join(map(column_sql, self.contract.columns))
        refused = self._count("select count(*) from reason")
        good = "where row_number not in (select row_number from reason)" if refused else ""
        return self._count(
            f"copy (select {columns}, row_number, received_on, {sequence}::integer as sequence "
            f"from {typed} {good}) to {text_sql(target)} (format parquet, compression zstd)"
        )

    def _refuse_nothing(self, received: int) -> None:
        had_rows = any(one.receipt.received for one in self.before)
        if received == 0 and had_rows and self.contract.delivery == "snapshot":
            raise BadDelivery(
                "The file has column names but no rows, and the register had rows before.",
                "Ask the register's owner for the whole register.",
                self.landed.name,
            )

    def _refuse_by_stop_rules(self, received: int) -> None:
        for place, check in enumerate(self.checks):
            if check.level != "stop":
                continue
            [(rows, first)] = self.db.execute(
                f"select count(*), min(row_number) from broken where {broken_sql(place)}"
            ).fetchall()
            if rows > check.limit * received:
                raise BadDelivery(
                    "%(text)s This is so in %(rows)s of %(received)s rows; at most %(limit)s are allowed.",
                    "Ask the register's owner for a corrected delivery.",
                    self.landed.name,
                    row=first,
                    column=check.column,
                    values={
                        "text": check.text.model_dump(),
                        "rows": rows,
                        "received": received,
                        "limit": int(check.limit * received),
                    },
                )

    def _refuse_mostly_bad(self, received: int) -> None:
        if self.repaired or received < ROWS_FOR_A_SHARE:
            return
        bad = self._count("select count(distinct row_number) from reason")
        if bad <= QUARANTINE_LIMIT * received:
            return
        place, _, first = self.db.execute(
            "select place, count(*), min(row_number) from reason group by place order by 2 desc, 1"
        ).fetchall()[0]
        check = [*self.checks, *key_checks(self.contract)][place]
        raise BadDelivery(
            "%(bad)s of %(received)s rows are bad, most often: %(text)s",
            "Look at the first such row; ask for a corrected delivery.",
            self.landed.name,
            row=first,
            column=check.column or None,
            values={"bad": bad, "received": received, "text": check.text.model_dump()},
        )

    def _repaired(self) -> Delivery | None:
        """The delivery whose quarantined rows these are, when the file says so."""
        if REPAIR_MARK not in self.landed.types or REPAIR_MARK in self.contract.columns:
            return None
        named = self.db.execute(f"select distinct {REPAIR_MARK} from {self.landed.rows} limit 2").fetchall()
        for one in self.before:
            if named == [(one.receipt.delivery_id,)]:
                return one
        raise BadDelivery(
            "The column must name, in every row, the one delivery whose rows were repaired.",
            "Export the quarantine again and leave this column as it is.",
            self.landed.name,
            column=REPAIR_MARK,
        )

    def _accepted_before(self) -> list[Path]:
        """Accepted rows of the repaired delivery and of its earlier repairs."""
        assert self.repaired is not None
        mended = self.repaired.receipt.delivery_id
        return [
            one.accepted for one in self.before if mended in (one.receipt.delivery_id, one.receipt.repairs)
        ]

    def _receipt(self, received: int, accepted: int, quarantined: int, written: Path) -> Receipt:
        whole = [one.receipt for one in self.before if one.receipt.repairs is None]
        contract = self.contract
        return Receipt(
            register_name=contract.name,
            delivery_id=f"{self.received_on}-{self.sha256[:12]}",
            received_on=self.received_on,
            sequence=1 + max((one.receipt.sequence for one in self.before), default=0),
            source=self.landed.name,
            sha256=self.sha256,
            contract_version=contract.version,
            contract_checksum=contract.checksum,
            received=received,
            accepted=accepted,
            quarantined=quarantined,
            checks=self._check_counts(),
            unknown_share=self._unknown_share(written, accepted),
            ignored_columns=sorted(set(self.landed.types) - set(contract.columns)),
            previous=whole[-1].delivery_id if whole else None,
            repairs=self.repaired.receipt.delivery_id if self.repaired else None,
        )

    def _check_counts(self) -> list[CheckCount]:
        counted = ", ".join(f"count(*) filter ({broken_sql(place)})" for place in range(len(self.checks)))
        counts = list(self.db.execute(f"select {counted} from broken").fetchall()[0])
        first = len(self.checks)
        by_place = dict(
            self.db.execute(
                f"select place, count(*) from reason where place >= {first} group by place"
            ).fetchall()
        )
        counts += [by_place.get(first + nth, 0) for nth in range(3)]
        every = [*self.checks, *key_checks(self.contract)]
        return [
            CheckCount(id=check.id, column=check.column, level=check.level, rows=rows, text=check.text)
            for check, rows in zip(every, counts, strict=True)
        ]

    def _unknown_share(self, written: Path, accepted: int) -> dict[str, float]:
        """Share of NULL by column, from the counts that the Parquet file itself keeps."""
        nulls = dict(
            self.db.execute(
                f"select path_in_schema, sum(stats_null_count) "
                f"from parquet_metadata({text_sql(written)}) group by 1"
            ).fetchall()
        )
        return {
            name: round(int(nulls.get(name) or 0) / max(accepted, 1), 6) for name in self.contract.columns
        }
