"""One inbound turn: what a message means for this person, and what to answer. Nothing is written here.

- `turn`: the order in which a message is tried; `moment`: what a handler is given and gives back
- safety first: `crisis`, `parking` (weight kept away), `facts` (age, pregnancy and the like, said in passing), `safety`
- commands: `commands` is the one table, adapters read it; `spoken` reads them without a slash, `privacy`, `memories`
- the open question: `answers`; check-ins offered: `offering`
- free words: `requests`, `asking`, `journeys`, `breaks` (ill, away, hurt, giving up), `returning` (the way back)
- goals: `coaching` (through the coach graph), `goals` (drafts), `editing`, `ending`, `debrief` (a reached one), `loads`
  (too many at once), `showing`, `picking` (which one)
- check-ins: `checkins`, `tapping` (their buttons), `reports` (nobody asked), `several`, `confirming` (a doubt),
  `recording`, `echoes`, `following` (the way back, the weekly review); `progress`
- schedules: `reminders`, `schedules`; the person: `profile`, `languages`, `preferences`, `linking`
"""
