"""What several tests share: a real daemon, a terminal, waiting for conditions."""
