"""The past: files and the sealed lake, read through one table interface.

`schema`, `slice`, `table`, `aggregate` and the file readers work without a database; `seal` and `hot`
are the only places that touch both worlds.
"""
