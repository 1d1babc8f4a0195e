"""The promises that segue makes, a folder a room."""
