"""Who uses Likely: workspaces, members, roles, keys, the journal."""
