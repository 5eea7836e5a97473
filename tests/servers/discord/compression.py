"""Transport compression: one context for all that a connection sends."""

import zlib
from collections.abc import Callable

Pack = Callable[[str], bytes]


def packer(kind: str | None) -> Pack | None:
    """Packs one frame after the other; None where nothing is to be packed. KeyError for what is not known."""
    return None if kind is None else _KINDS[kind]()


def _zlib() -> Pack:
    stream = zlib.compressobj()
    return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Pack:
    import zstandard

    stream = zstandard.ZstdCompressor().compressobj()
    return lambda text: stream.compress(text.encode()) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


_KINDS: dict[str, Callable[[], Pack]] = {"zlib-stream": _zlib, "zstd-stream": _zstd}
