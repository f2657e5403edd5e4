"""Every fact has a sentence, an answer to erasure, nothing personal in it, and a row in each table of facts."""

from collections.abc import Collection, Mapping

import msgspec

from tappa.core.activity.facts import Erasure, Fact

# Where every fact has a row, and what stands there for nothing.
TABLES = {
    "worker/reactions.py": "() when nothing follows",
    "realtime/topics.py": "Topic() when nobody hears of it",
}
# What says who somebody is may not enter the log (E5).
PERSONAL = {
    "first_name",
    "last_name",
    "full_name",
    "phone",
    "email",
    "text",
    "note",
    "summary",
    "profile_pic",
    "before",
    "after",
}


def incomplete_facts(
    facts: Mapping[str, type[Fact]], tables: Mapping[str, Collection[type[Fact]]]
) -> list[str]:
    """What is missing of the registered facts, and rows of the tables for facts that nobody registers."""
    missing = []
    for name, kind in facts.items():
        if not str(kind.SENTENCE).strip():
            missing.append(f"{name} has no sentence for the timeline.")
        if not isinstance(kind.ERASURE, Erasure):
            missing.append(f"{name} does not say what erasing a person does to it.")
        missing += [
            f"{name} has no row in {table}: give it one, with {TABLES[table]}."
            for table, rows in tables.items()
            if kind not in rows
        ]
        missing += [
            f"{name} holds {field.name}, which may say who somebody is (E5)."
            for field in msgspec.structs.fields(kind)
            if field.name in PERSONAL
        ]
    return missing + [
        f"{table} has a row for {kind.__name__}, which is no registered fact."
        for table, rows in tables.items()
        for kind in rows
        if kind not in facts.values()
    ]
