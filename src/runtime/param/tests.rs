//! What is written, and that it is read back.
