"""Reading tables of office programs: all of a file or nothing of it, every faulty row named by its line."""
