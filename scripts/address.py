"""Where ./run listens: reads [host:port] and opens its sockets, or says in one line why it cannot.

As a program it only tries, before anything is installed.
"""

import errno
import re
import socket

USAGE = "Usage: ./run [host:port], for example ./run, ./run 8001 or ./run 0.0.0.0:8001"
_ADDRESS = re.compile(r"(?:(?P<host>[\w.-]*|\[[0-9A-Fa-f:.]+\]):)?(?P<port>[0-9]{1,5})")


class Refused(Exception):
    """The address cannot be used; the text says why."""


def main(arguments: list[str]) -> str | None:
    try:
        listen(*parse(arguments))
    except Refused as refusal:
        return str(refusal)
    return None


def parse(arguments: list[str]) -> tuple[str, int]:
    """The host and the port that the command line asks for."""
    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        raise Refused(USAGE)
    address = arguments[0] if arguments else "localhost:8000"
    match = _ADDRESS.fullmatch(address)
    if not match or not 1 <= int(match["port"]) <= 65535:
        raise Refused(f"{address!r} is not an address. {USAGE}")
    return (match["host"] or "localhost").strip("[]"), int(match["port"])


def listen(host: str, port: int) -> list[socket.socket]:
    """Bound sockets, one for every address of the host: a browser may take `localhost` for 127.0.0.1 or ::1."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise Refused(f"The host {host} is not known.") from None
    sockets = []
    for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
        try:
            sockets.append(_bound(family, address))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(f"Port {port} is in use; choose another, for example: ./run {host}:{port + 1}") from None
            if error.errno == errno.EACCES:
                raise Refused(f"Port {port} is reserved for the system; choose one above 1023.") from None
    if not sockets:
        raise Refused(f"{host} is not an address of this machine.")
    return sockets


def url(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(family: int, address: tuple[object, ...]) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(1)
    except OSError:
        opened.close()
        raise
    return opened
