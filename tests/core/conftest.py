"""Standing here, it lets the tests of this folder and those below import ``build``."""
