//! What a user may decide about the output. Plain data: it reads nothing, neither files nor the environment.

mod effect;
mod formats;
mod overrides;
mod selector;
mod version;

use std::collections::BTreeMap;
use std::fmt;

use crate::diag::{FileId, Place, Pointer};

pub use formats::{FormatType, InvalidType, KnownType};
pub use overrides::{OperationConfig, PropertyConfig, SchemaConfig};
pub use selector::{Candidate, InvalidSelector, Selector};
pub use version::{InvalidVersion, Raised, Version};

/// What to generate. [`Config::new`] is right for most documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Config {
    /// What is generated.
    pub kind: Kind,
    /// Which ends of the wire.
    pub ends: Ends,
    /// What is a Cargo feature of the crate.
    pub features: Features,
    /// The name of the package; by default made from the title of the document.
    pub name: Option<String>,
    /// The version of the package; by default made from that of the document. A directory whose version was raised for a
    /// change (`specwright generate --bump`) remembers it: see [`Lock::carry_version`](crate::Lock::carry_version).
    pub version: Option<Version>,
    /// What the version was raised for, if it was.
    pub raised: Option<Raised>,
    /// If not empty, only operations that one of these selects.
    pub include: Vec<Selector>,
    /// Operations to leave out, also of those included.
    pub exclude: Vec<Selector>,
    /// Conventions that the document does not state.
    pub settings: Vec<Setting>,
    /// Whether broken parts of a document are left out, with a warning each, instead of being errors.
    pub keep_going: bool,
    /// The Rust types of formats that are not to have the usual one, by format.
    pub formats: BTreeMap<String, FormatType>,
    /// What is decided about schemas: by component name, or by JSON pointer, as `#/components/schemas/Pet`.
    pub schemas: BTreeMap<String, SchemaConfig>,
    /// What is decided about operations, by selector.
    pub operations: BTreeMap<String, OperationConfig>,
    /// The names of groups, by what the document calls them.
    pub groups: BTreeMap<String, String>,
    /// Further crates that the manifest asks for, with what it says of each: `"1"` in quotes, or `{ version = "1" }`. Types of
    /// these crates may be named by `x-rust-type` in the document.
    pub dependencies: BTreeMap<String, String>,
}

/// An extension that the document could have: `x-specwright-` and this name, with this value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// What it is about.
    pub target: Target,
    /// The name of the extension without its prefix, such as `pagination`.
    pub name: String,
    /// Its value.
    pub value: serde_json::Value,
}

/// What a [`Setting`] is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The whole API.
    Document,
    /// Some of its operations.
    Operations(Selector),
    /// The security scheme of this name.
    Security(String),
    /// The server with this URL.
    Server(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("root"),
            Self::Operations(selector) => write!(f, "operation `{selector}`"),
            Self::Security(name) => write!(f, "security scheme `{name}`"),
            Self::Server(url) => write!(f, "server `{url}`"),
        }
    }
}

/// What is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A complete crate.
    #[default]
    Crate,
    /// The files of a module, for a crate that is there: `mod.rs` and what belongs to it, without Cargo features.
    Module,
}

/// The ends of the wire that a crate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ends {
    /// Client and server, each behind the Cargo feature of its name.
    #[default]
    Both,
    /// The client alone.
    Client,
    /// The server alone.
    Server,
}

/// What is a Cargo feature of a crate, beside the ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Features {
    /// The groups of a document with at least 100 operations in several groups, but no more than 290.
    #[default]
    BySize,
    /// Each group of operations, with the types that it needs.
    Groups,
    /// Nothing else.
    Ends,
}

impl Config {
    /// Both ends of every operation.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what is generated.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets which ends to generate.
    #[must_use]
    pub fn ends(mut self, ends: Ends) -> Self {
        self.ends = ends;
        self
    }

    /// Sets what is a Cargo feature beside the ends.
    #[must_use]
    pub fn features(mut self, features: Features) -> Self {
        self.features = features;
        self
    }

    /// Sets the name of the package.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the version of the package.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// Adds operations to generate; the first call leaves out all others.
    #[must_use]
    pub fn include(mut self, selector: Selector) -> Self {
        self.include.push(selector);
        self
    }

    /// Adds operations to leave out.
    #[must_use]
    pub fn exclude(mut self, selector: Selector) -> Self {
        self.exclude.push(selector);
        self
    }

    /// Adds a convention that the document does not state.
    #[must_use]
    pub fn setting(mut self, setting: Setting) -> Self {
        self.settings.push(setting);
        self
    }

    /// Leaves out broken parts of a document, with a warning each, instead of refusing the document for them.
    #[must_use]
    pub fn keep_going(mut self, yes: bool) -> Self {
        self.keep_going = yes;
        self
    }

    /// Sets the Rust type of a format.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, ty: FormatType) -> Self {
        self.formats.insert(format.into(), ty);
        self
    }

    /// The place of one of these decisions, by the names of fields and the keys or indices in them. It has a position if the
    /// document knows the text that the configuration is from.
    pub(crate) fn place(way: &[&str]) -> Place {
        Place { file: FileId::SETTINGS, pointer: way.iter().fold(Pointer::root(), |way, step| way.child(step)) }
    }

    /// Whether to generate an operation.
    pub fn selects(&self, operation: &Candidate<'_>) -> bool {
        self.selects_what(|selector| selector.matches(operation))
    }

    /// Whether to generate a webhook.
    pub fn selects_webhook(&self, name: &str) -> bool {
        self.selects_what(|selector| selector.matches_webhook(name))
    }

    fn selects_what(&self, matches: impl Fn(&Selector) -> bool) -> bool {
        (self.include.is_empty() || self.include.iter().any(&matches)) && !self.exclude.iter().any(&matches)
    }
}

impl Ends {
    /// Whether the client is one of them.
    pub fn client(self) -> bool {
        self != Self::Server
    }

    /// Whether the server is one of them.
    pub fn server(self) -> bool {
        self != Self::Client
    }
}
