"""A feed of each watch, for whoever would rather read than be told."""
