"""Safe limits: what a goal and a profile allow, warn of, block or still have to ask (sources beside each limit)."""

from bot.rules.body import BodyFacts, body_facts
from bot.rules.limits.check import check_goal
from bot.rules.limits.verdict import Allowed, Asked, Blocked, LimitVerdict, Warned

__all__ = ["Allowed", "Asked", "Blocked", "BodyFacts", "LimitVerdict", "Warned", "body_facts", "check_goal"]
