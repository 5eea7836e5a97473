"""Opening Chroma's one collection, embedded in a folder or on a server; Chroma is imported here, on first use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

COLLECTION = "memories"
INDEX = {"hnsw": {"space": "ip", "ef_search": 200, "num_threads": 1}}  # unit vectors: inner product is the cosine


def embedded(folder: Path, attempt: int = 0) -> Client:
    """A client of the folder, which belongs to this one process.

    Chroma caches a system by the spelling of its path, even one that failed to start: a later `attempt` spells the
    same path differently, so that a folder rebuilt in its place is opened afresh.
    """
    from chromadb import PersistentClient
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    return cast("Client", PersistentClient(str(folder) + os.sep * attempt, settings=settings))


def served(url: str) -> Client:
    """A client of a Chroma server. It has no token of its own: loopback, a private network, or a proxy in front."""
    from chromadb import HttpClient
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    port = parts.port or (443 if secure else 80)
    return cast("Client", HttpClient(host=parts.hostname or "localhost", port=port, ssl=secure, settings=settings))


def collection(client: Client, model: str) -> Collection:
    """The collection for vectors of `model`; vectors of another model cannot be compared and are dropped."""
    found = client.get_or_create_collection(
        COLLECTION,
        embedding_function=None,
        configuration=INDEX,  # type: ignore[arg-type]
        metadata={"model": model},
    )
    if (found.metadata or {}).get("model") == model:
        return found
    client.delete_collection(COLLECTION)
    return collection(client, model)


def emptied(client: Client | None, found: Collection, model: str) -> Collection:
    """The collection again, with nothing in it."""
    if client is None:
        raise RuntimeError("an open collection has a client")
    client.delete_collection(found.name)
    return collection(client, model)
