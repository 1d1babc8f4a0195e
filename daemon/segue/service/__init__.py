"""What keeps the daemon running: launchd, systemd, or nothing, behind one interface."""
