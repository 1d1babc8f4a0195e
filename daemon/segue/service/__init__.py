"""Lets the system start the daemon, and start it again: launchd, systemd, or nobody, behind one interface."""
