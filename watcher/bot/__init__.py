"""The dialogue: a command in, a reply out. Only `telegram` knows of a transport."""
