"""Adapters translate one platform's messages into `Inbound` and replies back; they never see each other."""
