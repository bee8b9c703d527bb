"""What the tests stand on: the clock, the databases, the browser, the lanes, people who are signed in."""
