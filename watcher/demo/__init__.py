"""The main job on a small loopback site, with receivers that show what arrived."""
