"""`python -m tests.support.hurried --fd N`: a web worker that waits less for slow clients."""

from tappa.config import body, bridge, protocol, serving

SHORTER = {
    "KEEP_ALIVE_SECONDS": (serving, 0.4),
    "HEAD_SECONDS": (protocol, 0.8),
    "TAKE_SECONDS": (protocol, 0.8),
    "READ_SECONDS": (body, 0.8),
    "CHUNK_SECONDS": (bridge, 0.2),
}


def main() -> None:
    """Serve like `tappa.config.serving`."""
    for name, (module, seconds) in SHORTER.items():
        assert getattr(module, name) > seconds
        setattr(module, name, seconds)
    serving.main()


if __name__ == "__main__":
    main()
