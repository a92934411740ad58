"""The configuration file: its shape, its mistakes, its secrets."""
