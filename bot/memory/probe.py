"""`python -m bot.memory.probe FOLDER`: tries a Chroma folder out; exit status 0 usable, 3 damaged, or a signal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.memory import chroma, folder

if TYPE_CHECKING:
    from chromadb import Collection

_ID = "probe"


def main(path: Path) -> int:
    """Open, read, search and write once."""
    try:
        client = chroma.embedded(path)
        for found in client.list_collections():
            _exercise(found)
        client.close()
    except BaseException as error:  # Chroma's native panics are no Exceptions
        return 0 if folder.is_the_machine(error) else folder.DAMAGED
    return 0


def _exercise(found: "Collection") -> None:
    count = found.count()
    some = found.get(limit=min(count, 100), include=["embeddings"])
    vectors = np.asarray(some["embeddings"], dtype=np.float32)
    if not len(vectors):
        return
    if len(found.get(ids=some["ids"], include=["embeddings"])["ids"]) != len(some["ids"]):
        raise LookupError("stored vectors are missing")
    for vector in vectors[:: max(1, len(vectors) // 10)]:
        found.query(query_embeddings=vector.reshape(1, -1), n_results=min(count, 10), include=["distances"])
    found.upsert(ids=[_ID], embeddings=vectors[:1])
    found.delete(ids=[_ID])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
