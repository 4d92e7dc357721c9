//! From the plan to tokens. The only stage that names quote; it cannot fail and decides nothing.
