"""Servers on loopback that stand in for what Gigi talks to, and refuse what the real ones would refuse."""
