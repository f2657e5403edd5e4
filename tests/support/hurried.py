"""`python -m tests.support.hurried --fd N`: a web worker that waits less for slow clients."""

from tappa.config import body, bridge, protocol, serving

TAKE_SECONDS = 1.5
SHORTER = {
    "KEEP_ALIVE_SECONDS": (serving, 0.3),
    "HEAD_SECONDS": (protocol, 0.5),
    "TAKE_SECONDS": (protocol, TAKE_SECONDS),
    "READ_SECONDS": (body, 0.5),
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
