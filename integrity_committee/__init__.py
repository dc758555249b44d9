"""What members do: accounts and keys, rosters, case work, stages."""
