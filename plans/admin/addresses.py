"""An e-mail address so that whoever knows it recognises it, and nobody else learns it."""


def masked(address: str) -> str:
    """“a…@e….org” for “ana@example.org”."""
    local, _, domain = address.rpartition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1]}…@{(name or ending)[:1]}…" + (f".{ending}" if dot else "")
