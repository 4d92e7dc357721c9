//! [`RustType`]: the type of a field, argument or body, decided.

use crate::name::Ident;

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RustType {
    /// A definition under `types`.
    Named(Ident),
    /// `String`
    String,
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `chrono::DateTime<chrono::Utc>`
    DateTime,
    /// `chrono::NaiveDate`
    Date,
    /// `chrono::NaiveTime`
    Time,
    /// `uuid::Uuid`
    Uuid,
    /// `bytes::Bytes`
    Bytes,
    /// Bytes that are Base64 text on the wire.
    Base64,
    /// Text that is not printed.
    Secret,
    /// `serde_json::Value`
    Value,
    /// `()`
    Unit,
    /// `Vec<_>`
    Vec(Box<RustType>),
    /// `BTreeMap<String, _>`
    Map(Box<RustType>),
    /// `Option<_>`
    Option(Box<RustType>),
    /// `Box<_>`
    Boxed(Box<RustType>),
    /// A tuple.
    Tuple(Vec<RustType>),
}
