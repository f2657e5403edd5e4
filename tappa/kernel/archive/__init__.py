"""All rows of a database in one file, and back: a backup that depends on no version of PostgreSQL and no program of it.

The file is a compressed tar: `backup.json` (what is in it), `secrets.json`, each table in parts of some megabytes as
PostgreSQL's COPY writes them (`tables/NAME/000001`), and `end.json` with the numbers that sequences had reached and the
sum over all before it. A file without its end is half a file. docs/decisions/0017-backup-in-one-file.md says why.
"""
