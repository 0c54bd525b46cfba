"""The program on an office PC: its versions beside each other, the start without make, update, rollback, service."""
