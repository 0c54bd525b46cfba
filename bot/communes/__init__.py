"""Many communes in one deployment: where they stand, what is read of them, and how that changes while the bot runs."""
