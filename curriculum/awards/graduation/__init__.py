"""Many certificates of one day: a batch that can be watched, stopped, resumed and handed over."""
