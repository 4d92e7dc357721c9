//! Enumerations: a variant for each value, and one for those that the document does not list.

use super::super::docs::{self, DocLines};
use super::{EnumKind, EnumPlan, VariantPlan};
use crate::ir::{EnumDef, Value};
use crate::name::{Case, Scope};

pub(super) fn plan(def: &EnumDef, variants: Vec<VariantPlan>) -> EnumPlan {
    let all = |is: fn(&Value) -> bool| def.values.iter().all(|value| is(&value.value));
    let kind = if all(Value::is_string) {
        EnumKind::Text
    } else if all(Value::is_i64) {
        EnumKind::Integer
    } else {
        EnumKind::Value
    };
    EnumPlan { kind, variants, constant: is_constant(def), open: !def.closed }
}

/// Whether there is a single value, and the document does not say that there may be others.
pub(super) fn is_constant(def: &EnumDef) -> bool {
    def.values.len() == 1 && !def.extensible
}

pub(super) fn variants(def: &EnumDef) -> Vec<VariantPlan> {
    let mut scope = Scope::new(Case::UpperCamel, ["Unknown", "Self"]);
    let values = def.values.iter().map(|value| {
        let wire = match &value.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let hint = value.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&wire);
        let mut docs = DocLines::default();
        if let Some(description) = &value.description {
            docs.prose(description);
        }
        if docs.is_empty() {
            docs.paragraph(&docs::code(if wire.is_empty() { "\"\"" } else { &wire }));
        }
        VariantPlan { ident: scope.allocate(hint, &[role(&wire)]).ident, value: value.value.clone(), docs }
    });
    values.collect()
}

/// What tells a value from an earlier one that differs in case only.
fn role(wire: &str) -> &'static str {
    let has = |is: fn(char) -> bool| wire.contains(is);
    match (has(char::is_uppercase), has(char::is_lowercase)) {
        (true, false) => "uppercase",
        (true, true) => "capitalized",
        (false, true) => "lowercase",
        (false, false) => "value",
    }
}
