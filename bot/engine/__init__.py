"""The engine: the inbox is the truth; after `kick(person)` their messages are answered soon, in order, one by one."""
