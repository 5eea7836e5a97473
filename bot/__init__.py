"""Gigi, a self-hosted personal-growth coach. The floors of the house, top to bottom; imports go down only.

- `bot.cli`, `adapters.__main__`: composition: read the configuration, open Gigi, run, stop
- `adapters.telegram`, `adapters.discord`, `adapters.console`: translate one platform's messages, nothing else
- `adapters.rendering`: one Markdown into each platform's dialect
- `bot.app`: `open_gigi(settings)` wires everything and closes it in reverse
- `bot.answering`: one inbox row in, one turn out; `bot.boards`, `bot.hearing`, `bot.picturing` beside it
- `bot.conversation`, `bot.reminding`: one inbound turn; one outbound nudge
- `bot.engine`, `bot.store`, `bot.memory`, `bot.security`, `bot.charts`, `bot.health`: disk, network, keys, pixels
- `bot.coach`: the LangGraph coach; the only place that imports langgraph and langchain
- `bot.ports`: the Protocols between the floors, and the Clock
- `bot.rules`: pure functions, `(entities, now) -> verdict`; `bot.playbooks` is their data
- `bot.entities`: frozen values and enums
- `bot.catalogue`: what Gigi says, in the language of the turn
- `bot.errors`: one small tree; each error holds a sentence for the log and one for the person
"""
