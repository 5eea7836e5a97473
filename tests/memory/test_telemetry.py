"""The offline model stays offline: the library that runs it makes no id and keeps nothing to report."""

import os
import subprocess
import sys
from pathlib import Path

EMBED = """
from bot.memory.embedding import LocalEmbedder

embedder = LocalEmbedder()
assert embedder.available
embedder.embed(["a quiet morning"])
"""


def test_running_the_model_writes_nothing_into_the_home_folder(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}

    subprocess.run([sys.executable, "-c", EMBED], env=environment, check=True, timeout=60)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
