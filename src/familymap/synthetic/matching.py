"""Pairing two lists bucket by bucket, in order, evenly spread over the longer one."""


def paired(wanted: str, offered: str) -> str:
    """SQL: each row of `wanted` with at most one row of `offered` of the same bucket, and each offer used
    once.

    Both are SELECTs with `key`, `bucket`, and `rank_by` (text of what to order by is theirs: equal ranks are
    broken
    by the key). Where offers are more than wants, the ones taken are spread evenly over their order; where
    they are
    fewer, so are the wants that are met. Gives (wanted_key, offered_key).
    """
    return f"""
    select w.key as wanted_key, o.key as offered_key
    from (
        select key, bucket, (place * offers + wants - 1) // wants as chosen,
               ((place - 1) * offers + wants - 1) // wants as passed
        from (
            select w.key, w.bucket, o.number as offers,
                   row_number() over (partition by w.bucket order by w.rank_by, w.key) as place,
                   count(*) over (partition by w.bucket) as wants
            from ({wanted}) w
            join (select bucket, count(*) as number from ({offered}) group by bucket) o on o.bucket = w.bucket
        )
    ) w
    join (
        select key, bucket, row_number() over (partition by bucket order by rank_by, key) as place
            from ({offered})
    ) o on o.bucket = w.bucket and o.place = w.chosen
    where w.chosen > w.passed
    """
