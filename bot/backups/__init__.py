"""Backups: made while the program runs, proved by a restore, kept by a rule, and put back with care."""
