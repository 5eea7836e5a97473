"""One inbound turn: what a message means for this person, and what to answer. Nothing is written here.

- `turn`: the order in which a message is tried: safety, commands, answers, requests, the coach
- `commands`: the one table of commands; adapters read it
- one module per noun a message can be about: crisis, goals, checkins, reminders, profile, memories, privacy
"""
