"""The coach: one LangGraph graph over two coaches, a model and the playbooks. The only place that imports langgraph."""
