//! What the specification asks of names, media types and members that stand together. Whoever breaks one of these rules is
//! understood all the same, so each is a warning.

use serde_json::{Map, Value};

use super::Check;
use crate::diag::codes;
use crate::spec::grammar::{Kind, Object};
use crate::spec::trail::Trail;

/// The styles of properties in a form (OpenAPI 3.0.4, "Encoding Object").
const ENCODING_STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

impl Check<'_> {
    /// Checks the rules of an object.
    pub(super) fn rules(&mut self, kind: Kind, members: &Map<String, Value>, trail: Trail<'_>) {
        match kind {
            Kind::Components => self.component_names(kind.object(), members, trail),
            Kind::Paths => self.paths(members, trail),
            Kind::PathItem => self.methods(members, trail),
            Kind::Parameter | Kind::Header => self.one_description(members, trail),
            Kind::RequestBody | Kind::Response => self.media_types(members, trail),
            Kind::Responses if members.keys().all(|key| key.starts_with("x-")) => {
                self.diag.push(codes::no_responses(trail.place(self.file)));
            }
            Kind::Encoding => self.encoding_style(members, trail),
            _ => {}
        }
    }

    /// "Fixed Fields" of the Components Object: `^[a-zA-Z0-9\.\-_]+$`. Documents with one such name mostly have many.
    fn component_names(&mut self, object: &Object, members: &Map<String, Value>, trail: Trail<'_>) {
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        };
        for (field, components) in members {
            let names = components.as_object().into_iter().flat_map(Map::keys).filter(|name| !is_no_name(name));
            let mut odd = names.filter(|name| !is_name(name));
            if let Some(name) = odd.next() {
                let more = odd.count();
                let here = trail.key(field);
                self.once(object, field, |place| codes::component_name(place, name, more), here.key(name));
            }
        }
    }

    fn paths(&mut self, paths: &Map<String, Value>, trail: Trail<'_>) {
        for path in paths.keys().filter(|path| path.starts_with('/')) {
            let place = || trail.key(path).place(self.file);
            if path.contains(['?', '#']) && !path.contains("{?") && !path.contains("{&") {
                let finding = codes::path_with_query(place());
                self.diag.push(finding);
            }
            let name = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            if path.split("}{").skip(1).any(name) {
                let finding = codes::adjacent_parameters(place());
                self.diag.push(finding);
            }
        }
    }

    /// Methods that have a field of their own belong there (OpenAPI 3.2, "Path Item Object").
    fn methods(&mut self, members: &Map<String, Value>, trail: Trail<'_>) {
        let additional = members.get("additionalOperations").and_then(Value::as_object);
        for method in additional.into_iter().flat_map(Map::keys) {
            let field = method.to_ascii_lowercase();
            if Kind::PathItem.object().field_of(&field, self.version.minor()).is_some() {
                let here = trail.key("additionalOperations");
                self.diag.push(codes::method_with_a_field(here.key(method).place(self.file), &field));
            }
        }
    }

    /// A parameter or header has `schema`, with `style` and the like, or `content` with one media type.
    fn one_description(&mut self, members: &Map<String, Value>, trail: Trail<'_>) {
        let Some(content) = members.get("content").and_then(Value::as_object) else { return };
        let here = trail.key("content");
        if content.len() > 1 {
            self.diag.push(codes::several_contents(here.place(self.file)));
        }
        if members.contains_key("schema") {
            self.diag.push(codes::schema_beside_content(here.place(self.file)));
        } else {
            for key in ["style", "explode", "allowReserved"].into_iter().filter(|key| members.contains_key(*key)) {
                self.diag.push(codes::style_beside_content(trail.key(key).place(self.file), key));
            }
        }
    }

    fn media_types(&mut self, members: &Map<String, Value>, trail: Trail<'_>) {
        let here = trail.key("content");
        let content = members.get("content").and_then(Value::as_object);
        for name in content.into_iter().flat_map(Map::keys).filter(|name| !is_no_name(name)) {
            if !is_media_type(name) {
                self.diag.push(codes::no_media_type(here.key(name).place(self.file), name));
            }
        }
    }

    fn encoding_style(&mut self, members: &Map<String, Value>, trail: Trail<'_>) {
        let style = members.get("style").and_then(Value::as_str);
        if let Some(style) = style.filter(|style| !ENCODING_STYLES.contains(style)) {
            self.diag.push(codes::style_of_other_location(trail.key("style").place(self.file), style, "form"));
        }
    }
}

/// Whether a key is an extension or belongs to a reference.
fn is_no_name(key: &str) -> bool {
    key.starts_with("x-") || key == "$ref"
}

/// A media type or range, with parameters or without (RFC 9110, sections 8.3.1 and 12.5.1).
fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

/// Whether a text is a token, as the names of headers are (RFC 9110, section 5.6.2).
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}
