"""The playbooks: one TOML file for each kind of goal, read by `bot.rules.plans.playbook`; see docs/playbooks.md."""
