//! What a reader wants to know about a value beyond its type: `1 to 100 characters. Defaults to 20.`

use super::super::docs::code;
use crate::ir::{Constraints, Field, Kind, StringFormat, Type, Value};

/// The longest default that is worth a line of documentation.
const LONGEST: usize = 60;

/// What holds for a field beyond its type.
pub(super) fn of_field(field: &Field) -> Vec<String> {
    let mut all = facts(&field.ty);
    let told = field.doc.description.as_deref().unwrap_or_default().to_lowercase();
    all.extend(field.default.as_ref().filter(|_| !told.contains("default")).and_then(default_of));
    match (field.read_only, field.write_only) {
        (true, false) => all.push("Only in responses.".to_owned()),
        (false, true) => all.push("Only in requests.".to_owned()),
        _ => {}
    }
    all
}

/// `Defaults to 20.`
pub(in crate::plan) fn default_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (text.chars().count() <= LONGEST).then(|| format!("Defaults to {}.", code(&text)))
}

/// What holds for a value beyond its type, a sentence each.
pub(in crate::plan) fn facts(ty: &Type) -> Vec<String> {
    let limits = &ty.constraints;
    let mut all = Vec::new();
    if let Kind::String(format) = &ty.kind {
        all.extend(format_of(format).map(str::to_owned));
    }
    all.extend(range(limits));
    all.extend(limits.multiple_of.as_ref().map(|step| format!("A multiple of {step}.")));
    all.extend(count(limits.min_length, limits.max_length, "character"));
    all.extend(
        limits
            .pattern
            .as_deref()
            .filter(|pattern| pattern.chars().count() <= LONGEST)
            .map(|pattern| format!("Matches {}.", code(pattern))),
    );
    all.extend(count(limits.min_items, limits.max_items, "item"));
    all.extend(limits.unique_items.then(|| "No item twice.".to_owned()));
    all.extend(count(limits.min_properties, limits.max_properties, "member"));
    all
}

fn format_of(format: &StringFormat) -> Option<&'static str> {
    Some(match format {
        StringFormat::Email => "An email address.",
        StringFormat::Uri => "A URI.",
        StringFormat::Hostname => "A host name.",
        StringFormat::Time => "A time of day.",
        StringFormat::Duration => "An ISO 8601 duration.",
        _ => return None,
    })
}

fn range(limits: &Constraints) -> Option<String> {
    let least = limits.minimum.as_ref().map(|least| match limits.exclusive_minimum {
        true => format!("more than {least}"),
        false => format!("at least {least}"),
    });
    let most = limits.maximum.as_ref().map(|most| match limits.exclusive_maximum {
        true => format!("less than {most}"),
        false => format!("at most {most}"),
    });
    let text = match (&limits.minimum, &limits.maximum, least, most) {
        (Some(least), Some(most), ..) if !limits.exclusive_minimum && !limits.exclusive_maximum => {
            return Some(format!("From {least} to {most}."));
        }
        (.., Some(least), Some(most)) => format!("{least} and {most}"),
        (.., Some(one), None) | (.., None, Some(one)) => one,
        (.., None, None) => return None,
    };
    Some(sentence(&text))
}

fn count(least: Option<u64>, most: Option<u64>, noun: &str) -> Option<String> {
    let plural = |count: u64| if count == 1 { noun.to_owned() } else { format!("{noun}s") };
    match (least.filter(|least| *least > 0), most) {
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {least} {}.", plural(least))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}.", plural(most))),
        (Some(least), None) => Some(format!("At least {least} {}.", plural(least))),
        (None, Some(most)) => Some(format!("At most {most} {}.", plural(most))),
        (None, None) => None,
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_ascii_uppercase(), chars.as_str()))
}
