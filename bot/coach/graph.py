"""The wiring of the coach: which node follows which. Each node is one function of `bot.coach.nodes`.

START -> start_session -> analyze_input -> identify_goals -> generate_plan -> finalize_response -> END
talk goes from analyze_input, and a vague or unsafe goal from identify_goals, straight to finalize_response;
every node's failure goes to error_handling, and from there to finalize_response.
"""

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from langgraph.errors import NodeError
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from bot.coach import nodes
from bot.coach.state import AgentState, Context, Step
from bot.errors import place_of

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

Node = Callable[[AgentState, Runtime[Context]], Awaitable[AgentState]]
MODEL_NODE_SECONDS = 50.0  # three tries within 45 s, and their bookkeeping
RULE_NODE_SECONDS = 10.0


def after_analysis(state: AgentState) -> str:
    """Goals are looked at further; talk is answered."""
    is_ready = state.get("analysis_complete") and not state.get("processing_errors")
    return "identify_goals" if is_ready and state["analysis"].goals else "finalize_response"


def after_goals(state: AgentState) -> str:
    """Only a goal that is clear and safe gets a plan."""
    return "generate_plan" if state.get("proposals") and not state.get("refusal") else "finalize_response"


def compile_graph() -> "CompiledStateGraph[AgentState, Context, AgentState, AgentState]":
    """The coach, compiled once for the life of the process."""
    graph = StateGraph(AgentState, context_schema=Context)
    for node, seconds in (
        (nodes.start_session, RULE_NODE_SECONDS),
        (nodes.analyze_input, MODEL_NODE_SECONDS),
        (nodes.identify_goals, RULE_NODE_SECONDS),
        (nodes.generate_plan, MODEL_NODE_SECONDS),
        (nodes.finalize_response, RULE_NODE_SECONDS),
    ):
        handler = _give_up if node is nodes.finalize_response else _go_to_error_handling
        graph.add_node(node.__name__, cast("Any", _timed(node)), timeout=seconds, error_handler=cast("Any", handler))
    graph.add_node("error_handling", cast("Any", _timed(nodes.error_handling)))
    graph.add_edge(START, "start_session")
    graph.add_edge("start_session", "analyze_input")
    graph.add_conditional_edges("analyze_input", after_analysis, ["identify_goals", "finalize_response"])
    graph.add_conditional_edges("identify_goals", after_goals, ["generate_plan", "finalize_response"])
    graph.add_edge("generate_plan", "finalize_response")
    graph.add_edge("error_handling", "finalize_response")
    graph.add_edge("finalize_response", END)
    return graph.compile()


def _timed(node: Node) -> Node:
    """The node, adding its name and time to the turn's path."""

    async def run(state: AgentState, runtime: Runtime[Context]) -> AgentState:
        started = time.perf_counter()
        update = await node(state, runtime)
        ms = round((time.perf_counter() - started) * 1000, 2)
        return {**update, "current_step": node.__name__, "path": [Step(node=node.__name__, ms=ms)]}

    run.__name__ = node.__name__
    return run


async def _go_to_error_handling(state: AgentState, error: NodeError) -> Command[str]:
    problem = f"{error.node}: {type(error.error).__name__} at {place_of(error.error)}"
    return Command(update={"processing_errors": [problem]}, goto="error_handling")


async def _give_up(state: AgentState, error: NodeError) -> Command[str]:
    """Even the last node failed: answer in one sentence."""
    problem = f"{error.node}: {type(error.error).__name__} at {place_of(error.error)}"
    return Command(update={"processing_errors": [problem], "response": nodes.apology()}, goto=END)
