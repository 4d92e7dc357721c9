//! Documents of which some parts are broken: what is lost with each of them. The stages after this one pass over what
//! they cannot read, so that an error about a part can be a warning that names what is missing.

use super::Document;
use super::grammar::{Kind, Need, Shape};
use super::load::shape_of;
use crate::diag::{Diagnostics, FileId, Place, Pointer, Severity, codes};

impl Document {
    /// The findings with errors about parts as warnings that say what is left out. Those about the whole stay errors.
    pub(crate) fn tolerated(&self, findings: &Diagnostics) -> Diagnostics {
        let mut tolerated = Diagnostics::default();
        for finding in findings.iter().cloned() {
            let FileId(file) = finding.place.file;
            let is_given = file <= self.overlays || finding.place.file == FileId::SETTINGS;
            let is_of_all = finding.is_of_all && is_given;
            tolerated.push(match finding.severity {
                Severity::Error if !is_of_all => {
                    let is_double = finding.code == "duplicate-key";
                    let loss = if is_double { "one of them counts".to_owned() } else { self.loss(&finding.place) };
                    codes::tolerated(finding, &loss)
                }
                _ => finding,
            });
        }
        tolerated
    }

    /// What is lost if the value at a place is wrong: itself, if it is an object or may be absent, else what it is part of.
    fn loss(&self, place: &Place) -> String {
        let of = |place: &Place| shape_of(&self.files, &self.checked, place);
        let parent = Place { pointer: place.pointer.parent(), ..place.clone() };
        let is_reference = last(&place.pointer).as_deref() == Some("$ref");
        match (of(place), of(&parent)) {
            (None, Some(Shape::One(kind))) if is_reference => self.named(kind, &parent),
            (None, Some(_)) if is_reference => "it is left out".to_owned(),
            (Some(Shape::One(kind)), _) => self.named(kind, place),
            (Some(_), Some(Shape::One(kind))) if is_required(kind, &place.pointer) => self.named(kind, &parent),
            _ => "it is ignored".to_owned(),
        }
    }

    /// The object at a place by name, and what becomes of what needs it.
    fn named(&self, kind: Kind, place: &Place) -> String {
        let name = self.name_of(kind, place);
        match kind {
            Kind::Schema => format!("the schema{name} accepts any value"),
            Kind::SecurityScheme => format!("the security scheme{name} counts as not declared"),
            Kind::Document => "the document is read as far as it goes".to_owned(),
            Kind::Operation => format!("the operation{name} is left out"),
            Kind::PathItem => format!("the path{name} is left out"),
            _ => {
                let object = kind.object().name.to_lowercase();
                let verb = if object.ends_with('s') { "are" } else { "is" };
                format!("the {object}{name} {verb} left out")
            }
        }
    }

    fn name_of(&self, kind: Kind, place: &Place) -> String {
        let tokens: Vec<String> = place.pointer.tokens().collect();
        let said = || Some(self.files.value(place)?.get("name")?.as_str()?.to_owned());
        let name = match (kind, tokens.as_slice()) {
            (Kind::Operation, [.., path, method]) if path.starts_with('/') => {
                Some(format!("{} {path}", method.to_ascii_uppercase()))
            }
            (Kind::Parameter | Kind::Tag, _) => said(),
            _ => None,
        };
        let parent = Place { pointer: place.pointer.parent(), ..place.clone() };
        let is_named = match shape_of(&self.files, &self.checked, &parent) {
            Some(Shape::Map(_) | Shape::PartMap(_)) => true,
            Some(Shape::One(parent)) => parent.object().others.is_some(),
            _ => false,
        };
        match name.or_else(|| tokens.last().filter(|_| is_named).cloned()) {
            Some(name) => format!(" `{name}`"),
            None => String::new(),
        }
    }
}

fn last(pointer: &Pointer) -> Option<String> {
    pointer.tokens().last()
}

/// Whether an object means nothing without the member that a pointer ends in.
fn is_required(kind: Kind, pointer: &Pointer) -> bool {
    let Some(key) = last(pointer) else { return false };
    kind.object().fields.iter().any(|field| field.key == key && field.need == Need::Required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_loss_is_named() {
        let document = Document::from_text(
            "x.yaml",
            "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  no-path: {}
  /a:
    get:
      parameters: [{name: limit, in: querry}, {in: query}, {$ref: '#/no'}]
      responses:
        '200': {$ref: '#/no'}
        '404': text
        '500': {description: D, content: {application/json: {schema: {$ref: '#/no'}}}}
    put: text
  /b: {$ref: '#/no'}
components:
  schemas:
    A: {properties: {b: {$ref: '#/no'}}, required: 7}
    C: text
  securitySchemes: {key: {type: apikey}, lock: null}
",
        )
        .unwrap();
        let tolerated = document.tolerated(document.findings());
        assert!(!tolerated.has_errors());
        let losses: Vec<&str> =
            tolerated.iter().filter_map(|each| each.message.rsplit_once("; ")).map(|it| it.1).collect();
        insta::assert_debug_snapshot!(losses);
    }

    #[test]
    fn what_is_wrong_with_the_whole_stays_an_error() {
        for text in ["openapi: 4.0.0", "a: [", "", "a: b"] {
            let document = Document::from_text("x.yaml", text).unwrap();
            assert!(document.tolerated(document.findings()).has_errors(), "{text}");
        }
    }
}
