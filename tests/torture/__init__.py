"""The whole application under fire: what was published is held against what each destination received."""
