"""The steps that turn public sources into the default world; run by tools/build_world.py."""
