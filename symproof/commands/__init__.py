"""The commands that are larger than a screen, one module each."""
