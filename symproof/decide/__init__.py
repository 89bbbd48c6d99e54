"""Engines that search for certificates; what they find is checked exactly before anyone believes it."""
