//! Definitions and their codec as text.
