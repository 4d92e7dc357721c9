//! What may stand in `specwright.toml`: one table, by which files are read, from which the JSON Schema for editors is made,
//! and whose words `specwright init` writes as comments.

use specwright::{FormatType, Selector, Version};

use super::super::args::package_name;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// `true` or `false`.
    Flag,
    /// A text of a form.
    Text(Form),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts of a form.
    Texts(Form),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables with these keys: `[[output]]`.
    Tables(&'static [Key]),
    /// A table with keys of a form and values of one shape.
    Map(Form, &'static Shape),
    /// A value of any of these shapes, which differ in type.
    Either(&'static [Shape]),
    /// Anything: conventions are checked where those of the document are.
    Any,
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    /// Whether the table is nothing without it.
    pub(super) needed: bool,
    /// What it is for, as one sentence without a final period.
    pub(super) about: &'static str,
}

const fn key(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, needed: false, about }
}

const fn needed(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, needed: true, about }
}

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Any text.
    Any,
    /// Any text but the empty one.
    Some,
    /// The name of a package.
    Package,
    /// The version of a package.
    Version,
    /// Which operations are meant.
    Selector,
    /// A Rust identifier, in any case: it is put into the one of its kind.
    Name,
    /// The path of a trait.
    Trait,
    /// A known type, or one of `std`.
    Type,
    /// The path of a type.
    Path,
    /// A line of a manifest.
    Dependency,
    /// The name of a crate.
    Crate,
}

impl Form {
    /// Why a text is not of this form.
    pub(super) fn objection(self, text: &str) -> Option<String> {
        let fails = |fails: bool, reason: &str| fails.then(|| reason.to_owned());
        match self {
            Self::Any => None,
            Self::Some => fails(text.is_empty(), "this cannot be empty"),
            Self::Package => package_name(text).err(),
            Self::Version => text.parse::<Version>().err().map(|error| error.to_string()),
            Self::Selector => text.parse::<Selector>().err().map(|error| error.to_string()),
            Self::Name => fails(!is_ident(text), "a name is ASCII letters, digits and `_`, and begins with no digit"),
            Self::Trait => fails(!text.split("::").all(is_ident), "a trait is an identifier or a path, such as `Eq`"),
            Self::Path => fails(
                !text.contains("::") || !text.split("::").all(is_ident),
                "a type is given by its path, such as `rust_decimal::Decimal`",
            ),
            Self::Type => text.parse::<FormatType>().err().map(|error| error.to_string()),
            Self::Dependency => fails(
                !text
                    .split_once('=')
                    .is_some_and(|(name, version)| is_crate(name.trim()) && !version.trim().is_empty())
                    || text.contains('\n'),
                "a crate is a line of a manifest, such as `rust_decimal = \"1\"`",
            ),
            Self::Crate => fails(!is_crate(text), "this is no name of a crate"),
        }
    }

    /// The same as a regular expression of ECMA-262, for the JSON Schema.
    pub(super) fn pattern(self) -> Option<String> {
        const IDENT: &str = "[A-Za-z_][A-Za-z0-9_]*";
        Some(match self {
            Self::Any => return None,
            Self::Some => "[\\s\\S]".to_owned(),
            Self::Package => "^[A-Za-z][A-Za-z0-9_-]*$".to_owned(),
            Self::Version => {
                let number = "(0|[1-9][0-9]*)";
                let pre = format!("({number}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)");
                let build = "[0-9A-Za-z-]+";
                format!("^{number}(\\.{number}){{2}}(-{pre}(\\.{pre})*)?(\\+{build}(\\.{build})*)?$")
            }
            Self::Selector => "^\\s*[^\\s/]".to_owned(),
            Self::Name => format!("^{IDENT}$"),
            Self::Trait => format!("^{IDENT}(::{IDENT})*$"),
            Self::Path => format!("^{IDENT}(::{IDENT})+$"),
            Self::Type => format!("^({}|std(::{IDENT})+)$", FormatType::names().collect::<Vec<_>>().join("|")),
            Self::Dependency => "^[ \\t]*[A-Za-z0-9_-]+[ \\t]*=[ \\t]*[^\\s][^\\n]*$".to_owned(),
            Self::Crate => "^[A-Za-z0-9_-]+$".to_owned(),
        })
    }
}

fn is_ident(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_crate(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

const ENDS: Shape = Shape::Word(&["both", "client", "server"]);
const FEATURES: Shape = Shape::Word(&["ends", "groups"]);
const KIND: Shape = Shape::Word(&["crate", "module"]);
const VERSION: &str = "The version of the package; by default that which `--bump` raised, or from that of the document";
const SELECTORS: Shape = Shape::Texts(Form::Selector);

/// The keys of the file.
pub(super) const FILE: &[Key] = &[
    key(
        "document",
        Shape::Text(Form::Some),
        "The OpenAPI document, beside this file: a path, or a URL of an allowed host",
    ),
    key(
        "output",
        Shape::Either(&[Shape::Text(Form::Some), Shape::Tables(OUTPUT)]),
        "The directory that is generated, beside this file; or `[[output]]` for each of several",
    ),
    key("name", Shape::Text(Form::Package), "The name of the package; by default from the title of the document"),
    key("version", Shape::Text(Form::Version), VERSION),
    key("kind", KIND, "A complete crate, or the tree of a module inside of an existing one"),
    key("ends", ENDS, "Which ends of the wire to generate"),
    key("features", FEATURES, "The Cargo features of the crate; by default, of a large document the groups, too"),
    key(
        "include",
        SELECTORS,
        "Only these operations: an operationId, \"GET /path\", tag:NAME, path:GLOB or webhook:GLOB",
    ),
    key("exclude", SELECTORS, "Not these operations"),
    key("keep-going", Shape::Flag, "Leave out broken parts of the document, with a warning each"),
    key("deny-warnings", Shape::Flag, "Treat warnings as errors"),
    key("overlays", Shape::Texts(Form::Some), "Overlays, whose changes are made to the document first, in order"),
    key("root", Shape::Text(Form::Some), "The folder below which the document may refer to files"),
    key("allow-remote", Shape::Texts(Form::Some), "Hosts from which documents that are referred to may be fetched"),
    key("api", Shape::Table(API), "Conventions of the API that the document does not state"),
    key(
        "operations",
        Shape::Map(Form::Selector, &Shape::Table(OPERATION)),
        "Names and conventions of operations, by selector",
    ),
    key(
        "groups",
        Shape::Map(Form::Some, &Shape::Text(Form::Name)),
        "Names of groups, by what the document calls them: the first part of an operationId, or a tag",
    ),
    key(
        "schemas",
        Shape::Map(Form::Some, &Shape::Table(SCHEMA)),
        "Names, types and corrections of schemas, by component name or JSON pointer (#/components/schemas/Pet)",
    ),
    key("types", Shape::Table(TYPES), "Rust types that are not to be the usual ones"),
    key("security", Shape::Map(Form::Some, &Shape::Table(SECURITY)), "Credentials, by the name of the security scheme"),
    key("servers", Shape::Map(Form::Some, &Shape::Table(SERVER)), "Servers, by their URL in the document"),
    key(
        "dependencies",
        Shape::Map(Form::Crate, &Shape::Either(&[Shape::Text(Form::Some), Shape::Map(Form::Some, &Shape::Any)])),
        "Further crates that the manifest asks for; `x-rust-type` in the document may name their types",
    ),
];

const OUTPUT: &[Key] = &[
    needed("path", Shape::Text(Form::Some), "The directory, beside this file"),
    key("document", Shape::Text(Form::Some), "Another document than that of the file"),
    key("name", Shape::Text(Form::Package), "The name of the package"),
    key("version", Shape::Text(Form::Version), VERSION),
    key("kind", KIND, "A complete crate, or the tree of a module inside of an existing one"),
    key("ends", ENDS, "Which ends of the wire to generate"),
    key("features", FEATURES, "The Cargo features of the crate"),
    key("include", SELECTORS, "Only these operations, in the place of those of the file"),
    key("exclude", SELECTORS, "Not these operations, in the place of those of the file"),
];

const API: &[Key] = &[
    key("rate-limit", Shape::Any, "As `x-specwright-rate-limit`"),
    key("retry", Shape::Any, "As `x-specwright-retry`"),
    key("signature", Shape::Any, "As `x-specwright-signature`"),
    key("webhook-event", Shape::Any, "As `x-specwright-webhook-event`"),
];

const OPERATION: &[Key] = &[
    key("name", Shape::Text(Form::Name), "The name of its method"),
    key("group", Shape::Text(Form::Name), "The group that it belongs to"),
    key("request", Shape::Text(Form::Name), "The name of its request struct"),
    key(
        "parameters",
        Shape::Map(Form::Some, &Shape::Text(Form::Name)),
        "Names of parameters, by their names in the document",
    ),
    key("pagination", Shape::Any, "As `x-specwright-pagination`; `false` turns inference off"),
    key("rate-limit", Shape::Any, "As `x-specwright-rate-limit`"),
    key("retry", Shape::Any, "As `x-specwright-retry`"),
];

const TYPE: Shape = Shape::Either(&[Shape::Text(Form::Type), Shape::Table(TYPE_OF_CRATE)]);

const TYPE_OF_CRATE: &[Key] = &[
    needed("type", Shape::Text(Form::Path), "The path of the type, such as `rust_decimal::Decimal`"),
    needed("crate", Shape::Text(Form::Dependency), "The crate that it is from, as a line of a manifest"),
];

const SCHEMA: &[Key] = &[
    key("name", Shape::Text(Form::Name), "The name of its type"),
    key("type", TYPE, "The Rust type to use in its place"),
    key("derives", Shape::Texts(Form::Trait), "Traits to derive besides the usual ones"),
    key("attributes", Shape::Texts(Form::Some), "Attributes of its type, without `#[` and `]`"),
    key(
        "extensible",
        Shape::Flag,
        "Of an enumeration: whether further values exist, which even servers accept, or none at all",
    ),
    key(
        "properties",
        Shape::Map(Form::Any, &Shape::Either(&[Shape::Text(Form::Name), Shape::Table(PROPERTY)])),
        "Its properties, by their names in the document: the name of the field, or a table",
    ),
    key(
        "variants",
        Shape::Map(Form::Any, &Shape::Text(Form::Name)),
        "Names of variants: of an enumeration by value, of a union by schema, tag or usual name",
    ),
];

const PROPERTY: &[Key] = &[
    key("name", Shape::Text(Form::Name), "The name of its field"),
    key("type", TYPE, "The Rust type of its values"),
    key("required", Shape::Flag, "Whether it must be present"),
    key("nullable", Shape::Flag, "Whether it may be null"),
];

const TYPES: &[Key] = &[key("formats", Shape::Map(Form::Some, &TYPE), "Rust types of values, by their `format`")];

const SECURITY: &[Key] = &[key("env", Shape::Text(Form::Some), "The environment variable that holds the credential")];

const SERVER: &[Key] = &[key("name", Shape::Text(Form::Some), "Its name in the enumeration `Server`")];
