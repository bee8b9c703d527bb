"""Letters for counters: filled in in one's own language, printed in the city's, and not kept."""
