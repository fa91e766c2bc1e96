"""What makes sure that nothing outlives the process that made it, however that process ends."""
