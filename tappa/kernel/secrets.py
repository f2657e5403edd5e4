"""The installation's secrets: made once, kept in one file that only its owner reads, and used to seal what must be read back.

Tokens that we only check are stored as hashes (`fingerprint`), and sessions under a hash of their key (`session_keys.py`).
What we have to read again, such as a channel's token or what a session holds, is sealed with AES-GCM under a key that
stands in the data directory and never in the database, so that a copied database alone opens nothing.
"""

import base64
import contextlib
import hashlib
import os
import secrets
import string
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tappa.kernel.errors import Conflict, DomainError

FILE = "secrets.json"
NONCE_BYTES = 12
PUBLIC_ID_LENGTH = 12
PUBLIC_ID_CHARACTERS = string.digits + string.ascii_letters


def new_secret() -> str:
    """A fresh random secret of 256 bits, safe in addresses and headers."""
    return secrets.token_urlsafe(32)


def new_public_id() -> str:
    """A fresh name for something that whoever knows it may open, short enough for an address: 71 bits of chance."""
    return "".join(secrets.choice(PUBLIC_ID_CHARACTERS) for _ in range(PUBLIC_ID_LENGTH))


class Secrets(msgspec.Struct, frozen=True):
    """What this installation keeps to itself. Each value is random text made on the first start."""

    django_key: str = msgspec.field(default_factory=new_secret)
    sealing_key: str = msgspec.field(
        default_factory=lambda: base64.b64encode(AESGCM.generate_key(256)).decode()
    )
    owner_password: str = msgspec.field(default_factory=new_secret)
    application_password: str = msgspec.field(default_factory=new_secret)
    demo_password: str = msgspec.field(default_factory=lambda: f"tappa-{secrets.token_hex(4)}")


class PortableSecrets(msgspec.Struct, frozen=True):
    """Those that belong to what is in the database, and go where it goes: signatures, seals, the demo's sign-ins.

    The passwords of the database's roles stay with their database.
    """

    django_key: str
    sealing_key: str
    demo_password: str


def portable_secrets(data: Path) -> PortableSecrets:
    """What a backup of this data directory takes along."""
    own = load_secrets(data)
    return PortableSecrets(own.django_key, own.sealing_key, own.demo_password)


def adopt_secrets(data: Path, brought: PortableSecrets) -> Secrets:
    """Make the secrets of a data directory from those that a backup brought, with new passwords for its database.

    Secrets that stand there already are kept when they open the same seals. Raises Conflict when they open others:
    what is sealed with them would be lost.
    """
    if not (data / FILE).exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            made = Secrets(**msgspec.structs.asdict(brought))
            _write_new(data / FILE, msgspec.json.format(msgspec.json.encode(made)))
    found = load_secrets(data)
    if found.sealing_key != brought.sealing_key:
        raise Conflict(
            f"{data} is no empty place: its {FILE} opens what is sealed in another database. "
            "Choose an empty directory with --data, or move this one away."
        )
    return found


def load_secrets(data: Path) -> Secrets:
    """Read the secrets of a data directory, making directory and file where they are missing.

    Raises DomainError when the file is there and cannot be understood: making new secrets over it would lock the
    owner out of the sealed values.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data / FILE
    with contextlib.suppress(FileExistsError):
        _write_new(path, msgspec.json.format(msgspec.json.encode(Secrets())))
    try:
        return msgspec.json.decode(path.read_bytes(), type=Secrets)
    except msgspec.DecodeError as error:
        raise DomainError(
            f"{path} is damaged ({error}). Restore it from your backup: it opens what is sealed in the database."
        ) from error


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, readable by its owner only, whole or not at all."""
    if path.exists():
        raise FileExistsError(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails when another process was first, unlike a rename
    finally:
        draft.unlink()


def fingerprint(token: str) -> bytes:
    """The SHA-256 of a random token: what is stored of it. Tokens have 256 bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).digest()


def seal(text: str, *, key: str, purpose: str) -> bytes:
    """Encrypt text so that only the same key and purpose open it again."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(base64.b64decode(key)).encrypt(nonce, text.encode(), purpose.encode())


def unseal(sealed: bytes, *, key: str, purpose: str) -> str:
    """Open what `seal` closed. Raises cryptography's InvalidTag for another key, another purpose or changed bytes."""
    opened = AESGCM(base64.b64decode(key)).decrypt(
        sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode()
    )
    return opened.decode()
