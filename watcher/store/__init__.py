"""Where what must survive a crash is kept: one port, a backend each in a module beside it."""
