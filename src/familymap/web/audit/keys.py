"""The key that signs, in a file that only its owner reads; the public one beside it is for everybody."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from familymap.web.audit.errors import BadKey

SECRET = 0o600


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in the file; made, with the public one beside it, when there is none.

    Raises BadKey when others may read the file, or it holds something else.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise BadKey.open_to_others(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        raise BadKey.unreadable(path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey.unreadable(path)
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a file. Raises BadKey when there is none or it holds something else."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except FileNotFoundError:
        raise BadKey.missing(path) from None
    except ValueError:
        raise BadKey.unreadable(path) from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey.unreadable(path)
    return key


def public_path(signing: Path) -> Path:
    """Where the public key lies: beside the signing one."""
    return signing.with_name(f"{signing.name}.public")


def _make(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(
        public_path(path),
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
        0o644,
    )
    _write(
        path,
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        SECRET,
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
