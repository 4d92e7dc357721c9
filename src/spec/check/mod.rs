//! The structural check: every object of a tree against the grammar, all mistakes in one walk. On its way back up it has
//! each object rewritten into 3.0 form (`upgrade`), and it collects the references, which say where else to look.
//!
//! What is plainly meant is understood and warned about: a number where a text should be, `null` for an absent field.

mod rules;

pub(crate) use rules::is_token;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Diagnostics, FileId, Place, codes};
use crate::spec::grammar::{Field, Kind, Need, Object, Shape, Swagger, TYPES, found, nearest, nearest_type};
use crate::spec::refs::Reference;
use crate::spec::trail::Trail;
use crate::spec::upgrade::Version;
use crate::spec::what::{What, misfit};
use crate::spec::{keys, text, upgrade};

/// A walk through one file.
pub(super) struct Check<'a> {
    pub(super) file: FileId,
    pub(super) version: Version,
    pub(super) diag: &'a mut Diagnostics,
    pub(super) references: &'a mut Vec<Reference>,
    /// What was said once and is not to be repeated: object and field.
    pub(super) said: &'a mut BTreeSet<(&'static str, String)>,
}

impl Check<'_> {
    /// Checks a value that should have this shape.
    pub(super) fn value(&mut self, value: &mut Value, shape: Shape, what: What<'_>, trail: Trail<'_>) {
        match shape {
            Shape::One(kind) | Shape::Part(kind) => self.object(value, kind, what, trail),
            Shape::FlagOr(_) if value.is_boolean() => {}
            Shape::FlagOr(kind) => self.object(value, kind, what, trail),
            Shape::List(kind) | Shape::Parts(kind) => {
                if self.reference(value, shape, trail) {
                    return;
                }
                let Value::Array(elements) = value else { return self.wrong(value, shape, what, trail) };
                for (index, element) in elements.iter_mut().enumerate() {
                    self.object(element, kind, What::object(kind), trail.index(index));
                }
            }
            Shape::Map(kind) | Shape::PartMap(kind) => {
                if self.reference(value, shape, trail) {
                    return;
                }
                let Value::Object(members) = value else { return self.wrong(value, shape, what, trail) };
                if kind == Kind::Schema {
                    self.drop_misplaced(members, trail);
                } else if may_be_null(kind) {
                    self.drop_nulls(members, kind, trail);
                }
                for (key, member) in
                    members.iter_mut().filter(|(key, value)| !key.starts_with("x-") || value.is_object())
                {
                    self.object(member, kind, What::object(kind), trail.key(key));
                }
            }
            Shape::Texts => match value {
                Value::Array(elements) => {
                    for (index, element) in elements.iter_mut().enumerate() {
                        self.text(element, what.within(), trail.index(index));
                    }
                }
                _ => self.wrong(value, shape, what, trail),
            },
            Shape::TextMap => match value {
                Value::Object(members) => {
                    for (key, member) in members.iter_mut() {
                        self.text(member, what.within(), trail.key(key));
                    }
                }
                _ => self.wrong(value, shape, what, trail),
            },
            Shape::Text => {
                if !self.reference(value, shape, trail) {
                    self.text(value, what, trail);
                }
            }
            Shape::Types => self.types(value, what, trail),
            Shape::Count => {
                if let Some(whole) =
                    value.as_f64().filter(|number| (0.0..1e15).contains(number) && number.fract() == 0.0)
                {
                    *value = Value::from(whole as u64);
                }
                self.wrong_unless_fits(value, shape, what, trail);
            }
            Shape::Any | Shape::Values | Shape::Flag | Shape::Number | Shape::Bound | Shape::Word(_) => {
                if matches!(shape, Shape::Number | Shape::Bound)
                    && let Some(number) = value.as_str().and_then(text::beyond_doubles)
                {
                    *value = Value::from(number);
                }
                self.wrong_unless_fits(value, shape, what, trail);
            }
        }
    }

    fn object(&mut self, value: &mut Value, kind: Kind, what: What<'_>, trail: Trail<'_>) {
        self.static_reference(value, kind, trail);
        self.drop_empty_reference(value, kind, trail);
        let has_reference = self.reference(value, Shape::One(kind), trail);
        let has_siblings = matches!(kind, Kind::PathItem | Kind::Swagger(Swagger::PathItem))
            || kind == Kind::Schema && self.version.minor() > 0;
        if has_reference && !has_siblings {
            return;
        }
        if let (Kind::Schema, Value::Bool(any)) = (kind, &value) {
            *value = upgrade::boolean_schema(*any);
            return;
        }
        self.understand(value, kind, what, trail);
        let Value::Object(members) = value else {
            return self.wrong(value, Shape::One(kind), what, trail);
        };
        let object = kind.object();
        let mut nulls: Vec<String> = Vec::new();
        let mut later = false;
        for (key, member) in members.iter_mut() {
            let here = trail.key(key);
            if let Some(field) = object.field_of(key, self.version.minor()) {
                later |= field.since > 0 || upgrade::is_later(field.shape, member);
                if field.since > self.version.minor() {
                    self.once(object, key, |place| codes::later_field(place, key, field.since), here);
                }
                if field.need == Need::Unread {
                    self.diag.push(codes::unsupported_field(here.place(self.file), object.name, key));
                }
                if matches!(key.as_str(), "$schema" | "jsonSchemaDialect") {
                    self.dialect(member, here);
                }
                let what = What::member(field.key, field.need);
                if member.is_null() && !field.shape.fits(member) {
                    if field.need != Need::Required {
                        self.ignored(member, field.shape, what, here);
                    }
                    nulls.push(key.clone());
                } else {
                    let shape = match (kind, key.as_str(), &member) {
                        (Kind::Schema, "items", Value::Array(_)) => {
                            later = true;
                            self.diag.push(codes::items_is_a_list(here.place(self.file)));
                            Shape::List(Kind::Schema)
                        }
                        (Kind::Schema, "discriminator", Value::String(_)) => {
                            if self.version != Version::Two {
                                self.diag.push(codes::discriminator_is_a_name(here.place(self.file)));
                            }
                            Shape::Text
                        }
                        _ => field.shape,
                    };
                    self.value(member, shape, what, here);
                    if member.is_null() && field.shape != Shape::Any {
                        nulls.push(key.clone());
                    }
                }
            } else if !key.starts_with("x-") && key != "$ref" {
                match object.others {
                    Some(shape) => {
                        self.other(key, member, kind, shape, here);
                        if member.is_null() {
                            nulls.push(key.clone());
                        }
                    }
                    None => self.unknown(object, kind, key, here),
                }
            } else if kind == Kind::Document && key == keys::WEBHOOKS && member.is_object() {
                self.value(member, Shape::Map(Kind::PathItem), What::member(key, Need::Optional), here);
            }
        }
        for key in nulls {
            members.shift_remove(&key);
        }
        if !has_reference {
            self.absent(members, object, kind, trail);
        }
        self.rules(kind, members, trail);
        match kind {
            Kind::Discriminator => self.mapping(members, trail),
            Kind::Swagger(Swagger::Parameter) => self.schema_of_parameter(members, trail),
            _ => {}
        }
        upgrade::object(members, kind, later);
    }

    /// What is plainly meant as an object, though it is none or lacks something.
    fn understand(&mut self, value: &mut Value, kind: Kind, what: What<'_>, trail: Trail<'_>) {
        let place = || trail.place(self.file);
        match (kind, value) {
            (Kind::Schema | Kind::MediaType, value @ Value::Null) => {
                self.diag.push(codes::empty_object(place(), &what.to_string()));
                *value = Value::Object(Map::new());
            }
            (Kind::Server, value @ Value::String(_)) => {
                self.diag.push(codes::server_is_a_text(place()));
                *value = json!({ "url": value.take() });
            }
            (Kind::Parameter, Value::Object(members))
                if !members.contains_key("in") && members.contains_key("name") =>
            {
                let name = members.get("name").and_then(Value::as_str).unwrap_or_default();
                let is_in_path =
                    trail.pointer().tokens().nth(1).is_some_and(|path| path.contains(&format!("{{{name}}}")));
                let location = if is_in_path { "path" } else { "query" };
                self.diag.push(codes::parameter_without_location(place(), location));
                members.insert("in".to_owned(), Value::from(location));
            }
            _ => {}
        }
    }

    /// `Unused:` with nothing after it. What refers to it refers to nothing.
    fn drop_nulls(&mut self, members: &mut Map<String, Value>, kind: Kind, trail: Trail<'_>) {
        for (key, null) in members.iter().filter(|(_, member)| member.is_null()) {
            self.ignored(null, Shape::One(kind), What::object(kind), trail.key(key));
        }
        members.retain(|_, member| !member.is_null());
    }

    /// `required: [..]` one level too deep makes a property that is an array.
    fn drop_misplaced(&mut self, schemas: &mut Map<String, Value>, trail: Trail<'_>) {
        let is_misplaced = |key: &str, value: &Value| {
            let keyword = Kind::Schema.object().field_of(key, self.version.minor());
            keyword.is_some_and(|field| !value.is_object() && !value.is_boolean() && field.shape.fits(value))
        };
        let misplaced: Vec<String> =
            schemas.iter().filter(|(key, value)| is_misplaced(key, value)).map(|(key, _)| key.clone()).collect();
        for key in misplaced {
            if let Some(value) = schemas.shift_remove(&key) {
                let place = trail.key(&key).place(self.file);
                self.diag.push(codes::keyword_among_properties(place, &key, found(&value)));
            }
        }
    }

    /// A member of a map-like object, such as `paths`.
    fn other(&mut self, key: &str, member: &mut Value, kind: Kind, shape: Shape, trail: Trail<'_>) {
        let place = || trail.place(self.file);
        match kind {
            // `- oauth2:` for `- oauth2: []`
            Kind::Requirement if member.is_null() => {
                self.ignored(member, shape, What::member(key, Need::Optional), trail);
                *member = Value::Array(Vec::new());
            }
            Kind::Paths | Kind::Swagger(Swagger::Paths) if member.is_null() => {
                self.ignored(member, shape, what_of(shape, key), trail)
            }
            Kind::Paths | Kind::Swagger(Swagger::Paths) if !key.starts_with('/') => {
                self.diag.push(codes::not_a_path(place(), key));
            }
            Kind::Responses | Kind::Swagger(Swagger::Responses) if !is_status(key) => {
                self.diag.push(codes::not_a_status(place(), key));
            }
            _ => {
                self.value(member, shape, what_of(shape, key), trail);
            }
        }
    }

    fn unknown(&mut self, object: &'static Object, kind: Kind, key: &str, trail: Trail<'_>) {
        let nearest = nearest(key, object.fields.iter().map(|field| field.key));
        if nearest.is_some() {
            self.diag.push(codes::unknown_field(trail.place(self.file), object.name, key, nearest));
        } else if kind != Kind::Schema || self.version.minor() == 0 {
            // JSON Schema 2020-12, 6.5: unknown keywords are annotations.
            self.once(object, key, |place| codes::unknown_field(place, object.name, key, None), trail);
        }
    }

    fn absent(&mut self, members: &Map<String, Value>, object: &'static Object, kind: Kind, trail: Trail<'_>) {
        let place = || trail.place(self.file);
        let is_wanted = |field: &&Field| matches!(field.need, Need::Required | Need::Usual);
        for field in object.fields.iter().filter(is_wanted).filter(|field| !members.contains_key(field.key)) {
            match field.need {
                Need::Required => self.diag.push(codes::missing_field(place(), object.name, field.key)),
                Need::Usual if kind == Kind::Operation && self.version.minor() > 0 => {}
                // 3.2 has `summary` for it.
                Need::Usual if kind == Kind::Response && self.version.minor() > 1 => {}
                Need::Usual => self.diag.push(codes::usual_field(place(), object.name, field.key)),
                Need::Optional | Need::Prose | Need::Unread => {}
            }
        }
        if kind == Kind::Document && !members.contains_key("paths") {
            if !members.contains_key("components") && !members.contains_key("webhooks") {
                self.diag.push(codes::no_content(place(), "`paths`, `components` and `webhooks`"));
            } else if self.version.minor() == 0 {
                self.diag.push(codes::usual_field(place(), object.name, "paths"));
            }
        }
    }

    /// The dialects of JSON Schema whose keywords are understood: those of OpenAPI, and the drafts from 4 on.
    fn dialect(&mut self, value: &Value, trail: Trail<'_>) {
        let Some(uri) = value.as_str() else { return };
        let path = uri.split_once("://").map_or(uri, |(_, path)| path);
        let is_known = path.starts_with("spec.openapis.org/oas/") || path.starts_with("json-schema.org/");
        if !is_known {
            self.diag.push(codes::unknown_dialect(trail.place(self.file), uri));
        }
    }

    /// Only the body has a schema in Swagger 2.0, and it has nothing else.
    fn schema_of_parameter(&mut self, parameter: &Map<String, Value>, trail: Trail<'_>) {
        let is_body = parameter.get("in").is_some_and(|location| location == "body");
        match parameter.contains_key("schema") {
            true if !is_body => {
                self.diag.push(codes::schema_of_parameter(trail.key("schema").place(self.file)));
            }
            false if is_body => self.diag.push(codes::body_without_schema(trail.place(self.file))),
            _ => {}
        }
    }

    fn text(&mut self, value: &mut Value, what: What<'_>, trail: Trail<'_>) {
        let read = match value {
            Value::String(_) => return,
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null => String::new(),
            Value::Array(_) | Value::Object(_) => return self.wrong(value, Shape::Text, what, trail),
        };
        let place = trail.place(self.file);
        self.diag.push(codes::wrong_type_converted(
            place,
            &what.to_string(),
            Shape::Text.expected(),
            found(value),
            &read,
        ));
        *value = Value::String(read);
    }

    /// `type` of a schema; what is no type is left out.
    fn types(&mut self, value: &mut Value, what: What<'_>, trail: Trail<'_>) {
        if let Value::Array(types) = value {
            let mut index = 0;
            types.retain_mut(|name| {
                index += 1;
                self.is_type(name, what, trail.index(index - 1))
            });
        } else if !self.is_type(value, what, trail) {
            *value = Value::Null;
        }
    }

    fn is_type(&mut self, value: &mut Value, what: What<'_>, trail: Trail<'_>) -> bool {
        if value.is_null() {
            self.diag.push(codes::unquoted_null(trail.place(self.file)));
            *value = Value::from("null");
        }
        match value.as_str() {
            Some(name) if TYPES.contains(&name) => true,
            Some("file") if self.version == Version::Two => true,
            Some(name) => {
                let nearest = nearest_type(name);
                self.diag.push(codes::unknown_type(trail.place(self.file), name, nearest));
                false
            }
            None => {
                self.wrong(value, Shape::Types, what, trail);
                false
            }
        }
    }

    /// The values of `mapping` are names of schemas or references to them (OpenAPI 3.1.1, 4.8.25).
    fn mapping(&mut self, discriminator: &Map<String, Value>, trail: Trail<'_>) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
        for (key, text) in mapping.filter_map(|(key, value)| Some((key, value.as_str()?))) {
            if text.contains('#') || text.ends_with(".json") || text.ends_with(".yaml") || text.ends_with(".yml") {
                let at = trail.key("mapping").key(key).place(self.file);
                self.references.push(Reference { text: text.to_owned(), shape: Shape::One(Kind::Schema), at });
            }
        }
    }

    /// `$dynamicRef` leads where `$ref` would: which of several anchors of one name is meant depends on the way there, and
    /// types do not.
    fn static_reference(&mut self, value: &mut Value, kind: Kind, trail: Trail<'_>) {
        let Some(members) = value.as_object_mut().filter(|_| kind == Kind::Schema) else { return };
        if members.contains_key("$ref") || !members.get("$dynamicRef").is_some_and(Value::is_string) {
            return;
        }
        if let Some(reference) = members.shift_remove("$dynamicRef") {
            self.once(kind.object(), "$dynamicRef", codes::dynamic_reference, trail);
            members.insert("$ref".to_owned(), reference);
        }
    }

    /// `$ref: ""` would mean the document itself, which is nothing but itself.
    fn drop_empty_reference(&mut self, value: &mut Value, kind: Kind, trail: Trail<'_>) {
        let Some(members) = value.as_object_mut().filter(|_| kind == Kind::Schema) else { return };
        if members.get("$ref").is_some_and(|reference| reference == "") {
            self.diag.push(codes::empty_reference(trail.key("$ref").place(self.file)));
            members.shift_remove("$ref");
        }
    }

    /// Whether this is a reference, which is noted.
    fn reference(&mut self, value: &Value, shape: Shape, trail: Trail<'_>) -> bool {
        let Some(text) = value.as_object().and_then(|members| members.get("$ref")?.as_str()) else { return false };
        let at = trail.key("$ref").place(self.file);
        self.references.push(Reference { text: text.to_owned(), shape, at });
        true
    }

    fn wrong_unless_fits(&mut self, value: &Value, shape: Shape, what: What<'_>, trail: Trail<'_>) {
        if !shape.fits(value) {
            self.wrong(value, shape, what, trail);
        }
    }

    fn wrong(&mut self, value: &Value, shape: Shape, what: What<'_>, trail: Trail<'_>) {
        if shape == Shape::Texts && what.is_member("required") && value.is_boolean() {
            return self.diag.push(codes::required_is_no_list(trail.place(self.file)));
        }
        match what.need {
            Need::Prose | Need::Unread => self.ignored(value, shape, what, trail),
            _ => self.diag.push(misfit(value, shape, what, trail.place(self.file))),
        }
    }

    fn ignored(&mut self, value: &Value, shape: Shape, what: What<'_>, trail: Trail<'_>) {
        let place = trail.place(self.file);
        self.diag.push(codes::wrong_type_ignored(place, &what.to_string(), shape.expected(), found(value)));
    }

    fn once(&mut self, object: &Object, key: &str, code: impl FnOnce(Place) -> Diagnostic, trail: Trail<'_>) {
        if self.said.insert((object.name, key.to_owned())) {
            self.diag.push(code(trail.place(self.file)));
        }
    }
}

/// Whether a map may have null members: nothing is lost with them. A security scheme, for one, keeps people out.
fn may_be_null(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PathItem
            | Kind::Parameter
            | Kind::RequestBody
            | Kind::Response
            | Kind::Header
            | Kind::Example
            | Kind::Link
            | Kind::Callback
    )
}

/// How a member of a map-like object is called.
fn what_of(shape: Shape, key: &str) -> What<'_> {
    match shape {
        Shape::One(kind) => What::object(kind),
        _ => What::member(key, Need::Optional),
    }
}

/// "Patterned Fields" of the Responses Object.
fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    key == "default"
        || bytes.len() == 3
            && matches!(bytes[0], b'1'..=b'9')
            && (bytes[1..].iter().all(u8::is_ascii_digit) || key[1..].eq_ignore_ascii_case("XX"))
}
