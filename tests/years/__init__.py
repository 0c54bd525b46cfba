"""Five true years lived through by the real program: `make years` (decision 67)."""
