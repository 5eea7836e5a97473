"""Gigi, a self-hosted personal-growth coach. The floors of the house, top to bottom; imports go down only.

- `bot.cli`, `adapters.__main__`: composition: read the configuration, open Gigi, run, stop
- `adapters.telegram`, `adapters.discord`, `adapters.console`: translate one platform's messages, nothing else
- `adapters.rendering`: one Markdown into each platform's dialect
- `bot.app`: `open_gigi(settings)` wires everything and closes it in reverse
- `bot.conversation`, `bot.reminding`: one inbound turn; one outbound nudge
- `bot.engine`, `bot.store`, `bot.memory`, `bot.security`, `bot.health`: what touches disk, network, keys
- `bot.coach`: the LangGraph coach; the only place that imports langgraph and langchain
- `bot.ports`: the Protocols between the floors, and the Clock
- `bot.rules`: pure functions, `(entities, now) -> verdict`; `bot.playbooks` is their data
- `bot.entities`: frozen values and enums
- `bot.errors`: one small tree; each error holds a sentence for the log and one for the person
"""
