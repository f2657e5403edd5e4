"""The port that `serve` listens on, and where other commands learn of it."""

import errno
import ipaddress
import socket
from pathlib import Path
from typing import Final

from tappa.kernel.errors import DomainError
from tappa.kernel.places import ADDRESS_FILE

FILE: Final = ADDRESS_FILE
DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
BACKLOG: Final = 1024


def open_port(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises DomainError, naming the port and the way out."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise DomainError(f"--host {host} is no address of this machine: {error.strerror}.") from error
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise DomainError(_why_not(host, port, error)) from error
    return listening


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program. Choose another one with --port, such as --port {port + 1 if port < 65535 else 8000}."
    if error.errno == errno.EACCES:
        return f"Port {port} is only for root. Choose one above 1023 with --port, and put a proxy in front."
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another address with --host."


def address_of(listening: socket.socket) -> str:
    """The socket's own address, as people type it: http://127.0.0.1:8000."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def reachable_address(listening: socket.socket) -> str:
    """An address at which this machine itself reaches the socket: loopback where it listens everywhere."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def is_loopback(listening: socket.socket) -> bool:
    """Whether only this machine reaches it."""
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def known_address(data: Path) -> str:
    """Where the running server of this data directory answers; the default address when none runs."""
    try:
        return (data / FILE).read_text().strip()
    except FileNotFoundError:
        return f"http://{DEFAULT_HOST}:{DEFAULT_PORT}"
