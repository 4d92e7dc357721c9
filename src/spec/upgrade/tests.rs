//! Tests of the upgrade.
