"""HTML listings read by CSS selectors of the configuration, for the page whose list is not found without.

What has no selector is read as on any page, by `watcher.extract.html`.
"""
