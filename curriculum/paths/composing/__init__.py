"""The composer: paths written by hand, component by component."""
