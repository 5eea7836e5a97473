"""The vectors of memories in Chroma: random ids, no text, each rotated by its person's key before it comes here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.errors import GigiError
from bot.logs import Log
from bot.memory import chroma, folder

if TYPE_CHECKING:
    import numpy as np
    from chromadb import Collection
    from chromadb.api.client import Client
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

T = TypeVar("T")
log = Log(__name__)

EXACT_UP_TO = 300  # above this many ids the index is faster than fetching their vectors (31 ms against 12 at 1,000)
BATCH = 2000
RETRY_SECONDS = 60.0


class VectorsUnavailable(GigiError):
    """No vector store now; recall goes on by words and recency."""


@dataclass(frozen=True)
class Nearest:
    """Cosines by id, best first, and the asked-for ids that have no vector (their owner should embed them again)."""

    cosines: dict[str, float]
    missing: frozenset[str] = frozenset()


class Vectors:
    """One Chroma collection, opened on first use in a thread of its own, through which every call goes.

    A damaged folder is renamed to `chroma.damaged` and started anew; `take_rebuilt` tells that everything has to be
    embedded again. With `url` a Chroma server is used, and a server out of reach is tried again after a minute.
    """

    def __init__(self, model: str, path: Path, url: str = "") -> None:
        self._model, self._path, self._url = model, path, url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="vectors")
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._attempt = 0
        self._retry_at = 0.0
        self._warned = self._rebuilt = self._closed = False

    @property
    def is_open(self) -> bool:
        return self._collection is not None

    def take_rebuilt(self) -> bool:
        """True once after the store was started anew, empty."""
        was, self._rebuilt = self._rebuilt, False
        return was

    async def put(self, ids: Sequence[str], vectors: Matrix) -> None:
        """Store a unit vector for each id, replacing what was there. Raises VectorsUnavailable, as all of these."""

        def write(found: Collection) -> None:
            for start in range(0, len(ids), BATCH):
                found.upsert(ids=list(ids[start : start + BATCH]), embeddings=vectors[start : start + BATCH])

        await self._call(write, is_write=True)

    async def get(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """The stored vectors of those ids that have one."""
        return await self._call(lambda found: _vectors_of(found, ids))

    async def delete(self, ids: Sequence[str]) -> None:
        """Remove the vectors; ids without one are ignored. Old bytes stay in Chroma's files for a while, as noise."""

        def remove(found: Collection) -> None:
            for start in range(0, len(ids), BATCH):
                found.delete(ids=list(ids[start : start + BATCH]))

        await self._call(remove, is_write=True)

    async def clear(self) -> None:
        """Remove every vector, as before embedding everything again."""

        def empty(found: Collection) -> None:
            self._collection = chroma.emptied(self._client, found, self._model)

        await self._call(empty, is_write=True)

    async def count(self) -> int:
        return await self._call(lambda found: found.count())

    async def nearest(self, ids: Sequence[str], vector: Matrix, limit: int) -> Nearest:
        """Of one person's ids, the `limit` closest to `vector` (1-D, unit length, rotated like the stored ones)."""
        return await self._call(lambda found: _nearest(found, ids, vector, limit))

    async def close(self) -> None:
        """Let go of the folder, after a call under way. A second time does nothing."""
        if self._closed:
            return
        self._closed = True
        await asyncio.get_running_loop().run_in_executor(self._thread, self._release)
        self._thread.shutdown()

    async def _call(self, work: Callable[[Collection], T], *, is_write: bool = False) -> T:
        if self._closed:
            raise VectorsUnavailable("the vector store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work, is_write)

    def _do(self, work: Callable[[Collection], T], is_write: bool) -> T:
        found = self._opened()
        try:
            answer = work(found)
        except BaseException as error:  # native panics of Chroma are no Exceptions; this is a thread of our own
            if not self._is_fault_of_store(error):
                raise
            raise self._failed(error) from error
        if is_write:
            self._stamp()
        return answer

    def _opened(self) -> Collection:
        if self._collection is not None:
            return self._collection
        if time.monotonic() < self._retry_at:
            raise VectorsUnavailable("the vector store failed a moment ago")
        try:
            if not self._url and not folder.is_as_we_left_it(self._path) and not folder.is_usable(self._path):
                self._start_anew("it does not pass a trial")
            self._client = chroma.served(self._url) if self._url else chroma.embedded(self._path, self._attempt)
            self._collection = chroma.collection(self._client, self._model)
        except BaseException as error:
            raise self._failed(error) from error
        self._warned = False
        self._stamp()
        return self._collection

    def _is_fault_of_store(self, error: BaseException) -> bool:
        from chromadb.errors import ChromaError, InternalError

        if isinstance(error, ChromaError) and not self._url:
            return isinstance(error, InternalError)
        return not isinstance(error, TypeError | ValueError)

    def _failed(self, error: BaseException) -> VectorsUnavailable:
        self._release()
        if not self._url and not isinstance(error, ImportError) and not folder.is_the_machine(error):
            try:
                self._start_anew(type(error).__name__)
                return VectorsUnavailable("the vector store was damaged and starts anew")
            except OSError as problem:
                error = problem
        self._retry_at = time.monotonic() + RETRY_SECONDS
        if not self._warned:
            self._warned = True
            log.warning("No vector store: recall goes by words and recency.", error=type(error).__name__)
        return VectorsUnavailable("the vector store is out of reach")

    def _start_anew(self, reason: str) -> None:
        aside = folder.set_aside(self._path)
        if self._attempt:
            self._retry_at = time.monotonic() + RETRY_SECONDS  # damaged again so soon: do not spin
        self._attempt += 1
        self._rebuilt = True
        log.warning("The Chroma folder is damaged: set aside, to be indexed anew.", folder=aside.name, why=reason)

    def _stamp(self) -> None:
        if not self._url:
            try:
                folder.blank(self._path)
                folder.stamp(self._path)
            except OSError:
                log.debug("The Chroma folder could not be stamped; the next start tries it out first.")

    def _release(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            try:
                client.close()
            except Exception as error:  # closing a broken one must not hide why it broke
                log.debug("Chroma did not close cleanly.", error=type(error).__name__)
            self._stamp()


def _nearest(found: Collection, ids: Sequence[str], vector: Matrix, limit: int) -> Nearest:
    from chromadb.errors import InternalError

    if len(ids) <= EXACT_UP_TO:
        return _exactly_nearest(found, ids, vector, limit)
    try:
        answer = found.query(
            query_embeddings=vector.reshape(1, -1), ids=list(ids), n_results=min(limit, len(ids)), include=["distances"]
        )
    except InternalError:  # it refuses when one id has no vector; the exact way tells which
        return _exactly_nearest(found, ids, vector, limit)
    distances = (answer["distances"] or [[]])[0]
    return Nearest({key: 1.0 - distance for key, distance in zip(answer["ids"][0], distances, strict=True)})


def _exactly_nearest(found: Collection, ids: Sequence[str], vector: Matrix, limit: int) -> Nearest:
    vectors = _vectors_of(found, ids)
    cosines = {key: float(stored @ vector) for key, stored in vectors.items()}
    best = sorted(cosines.items(), key=lambda item: -item[1])[:limit]
    return Nearest(dict(best), frozenset(ids) - vectors.keys())


def _vectors_of(found: Collection, ids: Sequence[str]) -> dict[str, Matrix]:
    import numpy as np

    vectors: dict[str, Matrix] = {}
    for start in range(0, len(ids), BATCH):
        answer = found.get(ids=list(ids[start : start + BATCH]), include=["embeddings"])
        rows = np.asarray(answer["embeddings"], dtype=np.float32)
        vectors.update(zip(answer["ids"], rows, strict=True))
    return vectors
