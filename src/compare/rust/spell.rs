//! Rust types as people write them, for messages.

use crate::plan::RustType;

/// The type as the generated crate's root names it.
pub(super) fn spell(ty: &RustType) -> String {
    let around = |name: &str, inner: &RustType| format!("{name}<{}>", spell(inner));
    match ty {
        RustType::Named(ident) => format!("types::{ident}"),
        RustType::Operation(ident) => format!("operations::{ident}"),
        RustType::String => "String".to_owned(),
        RustType::Bool => "bool".to_owned(),
        RustType::I32 => "i32".to_owned(),
        RustType::I64 => "i64".to_owned(),
        RustType::U32 => "u32".to_owned(),
        RustType::U64 => "u64".to_owned(),
        RustType::F32 => "f32".to_owned(),
        RustType::F64 => "f64".to_owned(),
        RustType::DateTime => "DateTime<Utc>".to_owned(),
        RustType::Date => "NaiveDate".to_owned(),
        RustType::Uuid => "Uuid".to_owned(),
        RustType::Body => "Body".to_owned(),
        RustType::File => "File".to_owned(),
        RustType::Part => "Part".to_owned(),
        RustType::Base64 => "Base64Bytes".to_owned(),
        RustType::Secret => "Secret".to_owned(),
        RustType::Value => "Value".to_owned(),
        RustType::Foreign(path) => path.clone(),
        RustType::Unit => "()".to_owned(),
        RustType::EventStream(inner) => around("EventStream", inner),
        RustType::JsonLines(inner) => around("JsonLines", inner),
        RustType::Vec(inner) => around("Vec", inner),
        RustType::Map(inner) => format!("BTreeMap<String, {}>", spell(inner)),
        RustType::Option(inner) => around("Option", inner),
        RustType::Boxed(inner) => around("Box", inner),
        RustType::Tuple(items) => format!("({})", items.iter().map(spell).collect::<Vec<_>>().join(", ")),
    }
}

/// A text with names replaced, wherever they stand as a whole path.
pub(super) fn renamed(text: &str, names: &std::collections::BTreeMap<String, String>) -> String {
    if names.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    // A sentinel ends the last word.
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_alphanumeric() || matches!(c, '_' | ':' | '#') {
            word.push(c);
            continue;
        }
        out.push_str(names.get(&word).unwrap_or(&word));
        word.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_are_replaced() {
        let names = [("types::Pet".to_owned(), "types::Animal".to_owned())].into();
        assert_eq!(renamed("Vec<types::Pet>, types::PetKind", &names), "Vec<types::Animal>, types::PetKind");
    }
}
