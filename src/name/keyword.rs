//! The words that a name may not be: the keywords of edition 2024 and the names that generated code relies on.

/// How the Rust reference treats a word, "Keywords" and "Raw identifiers".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    /// A keyword that may be written as a raw identifier, such as `r#type`.
    Raw,
    /// A keyword that may not be a raw identifier; it takes a trailing underscore.
    Bare,
}

/// Strict and reserved keywords that `r#` turns into identifiers. Weak keywords (`union`, `safe`, `raw`, `auto`) are
/// identifiers already.
const RAW: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

const BARE: &[&str] = &["self", "super", "crate", "Self", "_"];

/// Names of the standard prelude that generated code writes without a path: a type of this name would capture them.
pub const PRELUDE: &[&str] = &["Option", "Some", "None", "Result", "Ok", "Err", "Vec", "String", "Box", "Self"];

/// Names that no module may have because of the file it would live in: the roots of crates and directories, and the
/// device names that Windows keeps for itself whatever the extension.
pub const MODULES: &[&str] = &[
    "lib", "main", "mod", "aux", "con", "nul", "prn", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

pub(super) fn keyword(word: &str) -> Option<Keyword> {
    if RAW.contains(&word) {
        Some(Keyword::Raw)
    } else if BARE.contains(&word) {
        Some(Keyword::Bare)
    } else {
        None
    }
}

/// Crates that generated code names, and those that every crate can name.
const CRATES: &[&str] = &[
    "alloc",
    "core",
    "proc-macro",
    "std",
    "test",
    "axum",
    "base64",
    "bytes",
    "chrono",
    "fastrand",
    "futures-core",
    "hmac",
    "http",
    "http-body",
    "http-body-util",
    "httpdate",
    "multer",
    "percent-encoding",
    "regex-lite",
    "reqwest",
    "serde-core",
    "serde-json",
    "sha2",
    "subtle",
    "tokio",
    "tower-service",
    "uuid",
];

/// Whether a package of this name would hide a crate, be a keyword as a crate, or a device as a file.
pub(super) fn is_reserved_package(name: &str) -> bool {
    CRATES.contains(&name) || MODULES.contains(&name) || keyword(name).is_some()
}
