//! Swagger 2.0 to OpenAPI 3.0: new trees from the checked ones, with the places that everything had in the source.
//!
//! Unlike the changes of later versions these reach across objects: what a body parameter becomes stands in the operation,
//! under media types that the document names. So this comes after loading, when every reference can be followed, also to
//! other files. The sources stay as they are until all is rewritten. References keep their text: see [`crate::spec::moves`].

mod body;
mod document;
mod media;
mod operation;
mod parameter;
mod response;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostics, FileId, Place, Pointer};
use crate::spec::files::{File, Files};
use crate::spec::grammar::Kind;
use crate::spec::grammar::{Shape, Swagger, shape_at};
use crate::spec::moves::{Built, BuiltObject};
use crate::spec::refs::{self, Target};
use crate::spec::trail::Trail;
use crate::spec::upgrade::Version;

/// How many references may lead from one to the next.
const HOPS: usize = 32;

type Object = Map<String, Value>;

/// Rewrites what was checked of the files that are of Swagger 2.0: each place and what stands there, outer places first.
pub(in crate::spec) fn rewrite<'c>(
    files: &mut Files,
    checked: impl Iterator<Item = (&'c Place, &'c Shape)>,
    diag: &mut Diagnostics,
) {
    let mut rewritten: Vec<(&Place, Shape, Option<Built>)> = Vec::new();
    for (place, shape) in checked {
        let Some(file) = files.get(place.file).filter(|file| file.version == Version::Two) else { continue };
        if rewritten.iter().any(|(outer, outer_shape, _)| is_within(place, *shape, outer, *outer_shape)) {
            continue;
        }
        let Some(source) = files.value(place) else { continue };
        let mut rewriter = Rewriter { files, file: place.file, globals: Globals::of(files, file), diag };
        let built = rewriter.value(source, *shape, Trail::from(&place.pointer));
        rewritten.push((place, *shape, built));
    }
    let rewritten: Vec<_> =
        rewritten.into_iter().filter_map(|(place, _, built)| Some((place.clone(), built?))).collect();
    for (place, built) in rewritten {
        files.replace(&place, built);
    }
}

/// Whether an outer rewriting comes by a place, and takes what is there for the same.
fn is_within(place: &Place, shape: Shape, outer: &Place, outer_shape: Shape) -> bool {
    let inner = place.pointer.as_str().strip_prefix(outer.pointer.as_str());
    let Some(inner) = inner.filter(|inner| place.file == outer.file && inner.starts_with('/')) else { return false };
    let tokens: Vec<String> = Pointer::parse(inner).tokens().collect();
    shape_at(outer_shape, &tokens, Version::Two.minor()).is_some_and(|known| known.same_as(shape))
}

/// What a document says for all of its operations.
#[derive(Debug, Default)]
struct Globals<'a> {
    consumes: Option<Vec<&'a str>>,
    produces: Option<Vec<&'a str>>,
    host: Option<&'a str>,
    base_path: Option<&'a str>,
}

impl<'a> Globals<'a> {
    /// Those of the file itself, or of the document that it is a part of.
    fn of(files: &'a Files, file: &'a File) -> Self {
        let roots = [Some(file), files.get(FileId(0))];
        let root =
            roots.into_iter().flatten().find_map(|file| file.tree.as_object()?.get("swagger").and(Some(&file.tree)));
        let Some(root) = root else { return Globals::default() };
        let text = |key: &str| root.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        Globals {
            consumes: texts(root.get("consumes")),
            produces: texts(root.get("produces")),
            host: text("host"),
            base_path: text("basePath"),
        }
    }
}

/// An array of texts, if it is there and not empty.
fn texts(value: Option<&Value>) -> Option<Vec<&str>> {
    let texts: Vec<&str> = value?.as_array()?.iter().filter_map(Value::as_str).map(str::trim).collect();
    (!texts.is_empty()).then_some(texts)
}

/// Rewrites one file.
struct Rewriter<'a, 'd> {
    files: &'a Files,
    file: FileId,
    globals: Globals<'a>,
    diag: &'d mut Diagnostics,
}

impl<'a> Rewriter<'a, '_> {
    /// A value of this shape; nothing if it stays as it is.
    fn value(&mut self, source: &'a Value, shape: Shape, at: Trail<'_>) -> Option<Built> {
        match shape {
            Shape::One(Kind::Swagger(kind)) => Some(self.object(source, kind, at)),
            Shape::Map(Kind::Swagger(kind)) => {
                let mut map = BuiltObject::default();
                for (key, member) in source.as_object()? {
                    map.put(key, self.object(member, kind, at.key(key)));
                }
                Some(map.into())
            }
            Shape::List(Kind::Swagger(kind)) => {
                let elements = source.as_array()?.iter().enumerate();
                Some(Built::list(
                    elements.map(|(index, element)| self.object(element, kind, at.index(index))).collect(),
                ))
            }
            _ => None,
        }
    }

    fn object(&mut self, source: &'a Value, kind: Swagger, at: Trail<'_>) -> Built {
        let Some(members) = source.as_object() else { return source.clone().into() };
        if members.contains_key("$ref") && kind != Swagger::PathItem {
            return source.clone().into();
        }
        match kind {
            Swagger::Document => self.document(members, at),
            Swagger::Paths => self.map(members, at, Self::path_item),
            Swagger::PathItem => self.path_item(members, at),
            Swagger::Operation => self.operation(members, &[], at),
            Swagger::Parameter => self.shared_parameter(members, at),
            Swagger::Items => Built::from(Value::Object(self.items(members, at))),
            Swagger::Responses => self.responses(members, None, at),
            Swagger::Response => self.response(members, None, at),
            Swagger::Header => self.header(members, at),
            Swagger::SecurityScheme => document::security_scheme(members, at),
        }
    }

    /// A map of objects; extensions, and what is no object, stay.
    fn map(
        &mut self,
        members: &'a Object,
        at: Trail<'_>,
        rewrite: impl Fn(&mut Self, &'a Object, Trail<'_>) -> Built,
    ) -> Built {
        let mut map = BuiltObject::default();
        for (key, member) in members {
            match member.as_object() {
                Some(object) if !key.starts_with("x-") => map.put(key, rewrite(self, object, at.key(key))),
                _ => map.put(key, member.clone()),
            }
        }
        map.into()
    }

    /// What a value is or, over several references, refers to. Nothing if it leads nowhere, which loading reports.
    fn resolve(&self, value: &'a Value, at: Trail<'_>) -> Option<(Place, &'a Value)> {
        match reference(value) {
            Some(text) => self.target(text, self.place(at)),
            None => Some((self.place(at), value)),
        }
    }

    /// What a reference that stands somewhere leads to in the end.
    fn target(&self, text: &str, at: Place) -> Option<(Place, &'a Value)> {
        let (mut text, mut at) = (text, at);
        for _ in 0..HOPS {
            let (Target::Place(place) | Target::OfRoot(place)) = refs::target(self.files, text, &at) else {
                return None;
            };
            let value = self.files.value(&place)?;
            let Some(next) = reference(value) else { return Some((place, value)) };
            (text, at) = (next, place);
        }
        None
    }

    fn place(&self, at: Trail<'_>) -> Place {
        at.place(self.file)
    }
}

/// The text of `$ref`.
fn reference(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}

/// The text of a reference to what stands at `token` of what `text` refers to.
fn text_to(text: &str, token: &str) -> String {
    let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
    let pointer = Pointer::parse(pointer.trim_end_matches('/')).child(token);
    format!("{file}#{pointer}")
}

/// A reference to what stands at `token` of what `text` refers to.
fn reference_to(text: &str, token: &str) -> Value {
    json!({ "$ref": text_to(text, token) })
}
