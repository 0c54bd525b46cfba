"""Reading tables from CSV files: all of a file or nothing of it, every faulty row named by its line."""
