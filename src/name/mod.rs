//! Identifiers: casing, keywords, and scopes that allocate names without collisions. Pure.
