//! The one table of the crates that generated crates depend on, and of what requires each. The manifest comes from it.

use std::collections::BTreeMap;

use crate::emit::package::{Ends, Need, Package};

/// A crate, for one of the needs that require it. A crate may stand here several times; its features add up.
struct Row {
    need: Need,
    name: &'static str,
    version: &'static str,
    default_features: bool,
    features: &'static [&'static str],
}

/// Versions are the lowest with which all of it compiles (`cargo update -Z direct-minimal-versions`): `cargo add` looks for
/// the features in the lowest. Default features are off where we need none of them.
const TABLE: &[Row] = &[
    row(Need::Json, "serde_core", "1.0.221", &["std"]),
    row(Need::Json, "serde_json", "1.0.132", &["float_roundtrip", "std"]),
    row(Need::Http, "bytes", "1.7.1", &["std"]),
    row(Need::Http, "http", "1.1", &["std"]),
    row(Need::Parameters, "percent-encoding", "2.3.2", &["std"]),
    row(Need::Client, "fastrand", "2", &["std"]),
    row(Need::Client, "http-body-util", "0.1.2", &[]),
    row(Need::Client, "httpdate", "1", &[]),
    row(Need::Client, "reqwest", "0.13", &["rustls"]),
    row(Need::Client, "tokio", "1.30", &["sync", "time"]),
    row(Need::Client, "tower-service", "0.3.3", &[]),
    row(Need::Server, "tokio", "1.30", &["time"]),
    row(Need::Server, "axum", "0.8.4", &[]),
    row(Need::Multipart, "multer", "3.1", &[]),
    row(Need::Dates, "chrono", "0.4.30", &["alloc", "serde"]),
    row(Need::Uuids, "uuid", "1", &["serde"]),
    row(Need::Base64, "base64", "0.23", &["std"]),
    row(Need::Patterns, "regex-lite", "0.1", &["std", "string"]),
    row(Need::Signatures, "hmac", "0.13", &[]),
    row(Need::Signatures, "sha2", "0.11", &[]),
    row(Need::Signatures, "subtle", "2", &[]),
    row(Need::Streams, "futures-core", "0.3.31", &["std"]),
    row(Need::Streams, "http-body", "1", &[]),
];

const fn row(need: Need, name: &'static str, version: &'static str, features: &'static [&'static str]) -> Row {
    Row { need, name, version, default_features: false, features }
}

/// A dependency as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dependency {
    pub(super) version: &'static str,
    pub(super) default_features: bool,
    pub(super) features: Vec<&'static str>,
    /// The parts that it is for; optional unless for everything.
    pub(super) ends: Ends,
}

/// The dependencies of a package, by name.
pub(super) fn dependencies(package: &Package) -> BTreeMap<&'static str, Dependency> {
    let mut dependencies = BTreeMap::new();
    for row in TABLE {
        let Some(ends) = package.needs.get(&row.need) else { continue };
        let dependency = dependencies.entry(row.name).or_insert_with(|| Dependency {
            version: row.version,
            default_features: false,
            features: Vec::new(),
            ends: Ends::default(),
        });
        dependency.default_features |= row.default_features;
        dependency.features.extend(
            row.features.iter().filter(|feature| !dependency.features.contains(feature)).copied().collect::<Vec<_>>(),
        );
        dependency.ends.always |= ends.always;
        dependency.ends.client |= ends.client;
        dependency.ends.server |= ends.server;
    }
    dependencies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_package_has_the_name_of_a_dependency() {
        for row in TABLE {
            assert_ne!(crate::name::package(row.name), row.name.replace('_', "-"));
        }
    }
}
