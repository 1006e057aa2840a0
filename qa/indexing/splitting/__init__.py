"""Documents into passages, with what is embedded and counted for each."""
