"""Runs moto for one local account (see __main__.py)."""
