//! What the files beside the sources say: the manifest, the README. Data only; `render` has the templates.

use std::collections::BTreeMap;

/// The package as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Package {
    /// Its name, such as `resources-api`.
    pub name: String,
    /// A semantic version.
    pub version: String,
    /// The title of the document, as written.
    pub title: String,
    /// What the document says about the API, as Markdown that was made safe.
    pub description: String,
    /// The name of the document that everything is generated from.
    pub spec: String,
    /// Whether there is a client, a feature of the package.
    pub client: bool,
    /// Whether there is a server, a feature of the package.
    pub server: bool,
    /// Further features; all of them are on by default.
    pub features: Vec<String>,
    /// Of these, that of a group, for an example; nothing if groups are no features.
    pub group: Option<String>,
    /// What the sources need of other crates.
    pub needs: BTreeMap<Need, Ends>,
    /// Further crates, with what the manifest says of each.
    pub dependencies: BTreeMap<String, String>,
    /// What `#![recursion_limit]` has to be in the root of the crate, if the default is too low.
    pub recursion_limit: Option<usize>,
    /// What the README shows.
    pub readme: Readme,
}

/// Something that sources can only do with other crates. `render::deps` says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// To be read from and written to JSON: any type.
    Json,
    /// To send requests.
    Client,
    /// To answer requests.
    Server,
    /// To put parameters into URLs and take them out.
    Parameters,
    /// To speak of statuses, headers and bodies outside of either end.
    Http,
    /// Dates and times.
    Dates,
    /// UUIDs.
    Uuids,
    /// Binary values in text, and basic authentication.
    Base64,
    /// Patterns of strings.
    Patterns,
    /// Signatures of webhooks.
    Signatures,
    /// Streams of pages, items or events.
    Streams,
    /// Multipart bodies that a server takes apart.
    Multipart,
}

/// The parts of a crate that have a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ends {
    /// What is there whatever the features.
    pub always: bool,
    /// What the feature `client` brings.
    pub client: bool,
    /// What the feature `server` brings.
    pub server: bool,
}

/// What the README shows of the API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readme {
    /// Rust code that makes a client and calls an operation; empty without a client.
    pub client: String,
    /// Rust code that serves the API; empty without a server.
    pub server: String,
    /// Environment variables that the client reads, with what each holds.
    pub variables: Vec<(String, String)>,
    /// The operations by group.
    pub groups: Vec<ReadmeGroup>,
}

/// A table of operations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadmeGroup {
    /// Its heading.
    pub title: String,
    /// Its rows.
    pub operations: Vec<ReadmeOperation>,
}

/// A row of a table of operations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadmeOperation {
    /// How it is called: `client.resources().list()`.
    pub call: String,
    /// Its method and path.
    pub route: String,
    /// What it does, in a few words.
    pub summary: String,
}
