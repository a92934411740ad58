"""News by mail for whoever asks for it on a page: asked, confirmed by a link, ended by one click."""
