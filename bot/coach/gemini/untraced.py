"""No trace of a conversation leaves this machine: LangChain's tracing is off whatever the environment says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

# These switch tracing on too, and where it is off all the same langchain-core refuses every run ("TracerV1 is no
# longer supported").
_OLD_SWITCHES = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")


@contextmanager
def untraced() -> Iterator[None]:
    """Inside the block LangChain and LangGraph send nothing to LangSmith.

    `LANGSMITH_TRACING=true` or `LANGCHAIN_TRACING_V2=true` on a host would otherwise post every message of every person
    there. An empty list of callbacks does not prevent that; this does.
    """
    from langsmith.run_helpers import tracing_context

    for name in _OLD_SWITCHES:
        os.environ.pop(name, None)
    with tracing_context(enabled=False, parent=False):
        yield
