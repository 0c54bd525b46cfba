"""The demo: the whole program against the built-in simulator, with a cast that joins and answers as people do."""
