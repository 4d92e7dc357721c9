//! Conventions, table by table.
