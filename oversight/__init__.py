"""What the union sees: published releases, the release gate, the measures register."""
