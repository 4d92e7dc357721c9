//! Definitions, planned from small pieces of IR.
