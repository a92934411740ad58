"""The dialogue: a command in, a reply out. Speaks no chat protocol."""
