"""Which network addresses a stranger's URL may lead to: public ones, unless the operator allows the others.

Whoever may set an outbound URL could otherwise make this server call what only this server can reach: the database
next door, a router, a cloud's metadata service.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

# 64:ff9b::/96 carries an IPv4 address in its last 32 bits (RFC 6052): judged by what it carries.
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
# Never public, whatever the age of Python's own table: local translation prefix, IPv4-compatible, site-local.
_NEVER: Final = (IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"), IPv6Network("fec0::/10"))


def is_public(address: str) -> bool:
    """Whether an address as the resolver gives it ("192.0.2.1", "fe80::1%eth0") belongs to the public internet."""
    return _is_public(ip_address(address.partition("%")[0]))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if any(address in network for network in _NEVER):
            return False
        carried = _carried(address)
        if carried is not None:
            return _is_public(carried)
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a packet to this IPv6 address ends at, if it is one of those."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour
