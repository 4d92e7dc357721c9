//! Extensions that the user adds to a document, for conventions that the document does not state.

use serde_json::Value;

use super::{Document, keys};
use crate::config::{Candidate, Config, Setting, Target};
use crate::diag::{Diagnostics, FileId, codes};
use crate::name::nearest;

impl Document {
    /// The document with the extensions added. One that applies to nothing is a mistake, and reported.
    pub(crate) fn amended(&self, settings: &[Setting], diag: &mut Diagnostics) -> Document {
        let mut document = self.clone();
        for (index, setting) in settings.iter().enumerate() {
            let Some(tree) = document.files.tree(FileId(0)) else { continue };
            let mut used = false;
            for object in targets(tree, &setting.target) {
                object.insert(format!("x-specwright-{}", setting.name), setting.value.clone());
                used = true;
            }
            if !used {
                let place = Config::place(&["settings", &index.to_string()]);
                let nearest = nearest_target(tree, &setting.target);
                let target = setting.target.to_string();
                diag.push(codes::unused_setting(place, &target, &setting.name, nearest.as_deref()));
            }
        }
        document
    }
}

type Object = serde_json::Map<String, Value>;

/// An operation of the tree, with what selectors know of it.
struct Found<'t> {
    path: &'t str,
    method: &'t str,
    id: Option<String>,
    tags: Vec<String>,
    object: &'t mut Object,
}

impl Found<'_> {
    fn candidate(&self) -> Candidate<'_> {
        Candidate { id: self.id.as_deref(), method: self.method, path: self.path, tags: &self.tags }
    }
}

fn operations(tree: &mut Value) -> impl Iterator<Item = Found<'_>> {
    let paths = tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let members = item.as_object_mut().into_iter().flatten();
        members.filter_map(move |(method, operation)| Some((path, method, operation.as_object_mut()?)))
    });
    operations.filter(|(.., operation)| operation.contains_key("responses")).map(|(path, method, object)| {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let tags = object.get("tags").and_then(Value::as_array).into_iter().flatten();
        let method = if method.as_str() == keys::QUERY { "query" } else { method.as_str() };
        let id = object.get("operationId").and_then(text);
        Found { path, method, id, tags: tags.filter_map(text).collect(), object }
    })
}

fn schemes(tree: &mut Value) -> Option<&mut Object> {
    tree.get_mut("components")?.get_mut("securitySchemes")?.as_object_mut()
}

/// The servers of the document, by their URLs.
fn servers(tree: &mut Value) -> impl Iterator<Item = (String, &mut Object)> {
    let servers = tree.get_mut("servers").and_then(Value::as_array_mut).into_iter().flatten();
    servers.filter_map(|server| {
        let server = server.as_object_mut()?;
        Some((server.get("url")?.as_str()?.to_owned(), server))
    })
}

/// The objects that a setting is about.
fn targets<'t>(tree: &'t mut Value, target: &Target) -> Vec<&'t mut Object> {
    match target {
        Target::Document => tree.as_object_mut().into_iter().collect(),
        Target::Security(name) => {
            schemes(tree).and_then(|schemes| schemes.get_mut(name)?.as_object_mut()).into_iter().collect()
        }
        Target::Server(url) => servers(tree).filter(|(its, _)| its == url).map(|(_, server)| server).collect(),
        Target::Operations(selector) => {
            let selected = operations(tree).filter(|found| selector.matches(&found.candidate()));
            selected.map(|found| found.object).collect()
        }
    }
}

/// What a setting that is about nothing is most probably meant for.
fn nearest_target(tree: &mut Value, target: &Target) -> Option<String> {
    match target {
        Target::Document => None,
        Target::Security(name) => nearest(name, schemes(tree)?.keys().map(String::as_str)).map(str::to_owned),
        Target::Server(url) => {
            let urls: Vec<String> = servers(tree).map(|(url, _)| url).collect();
            nearest(url, urls.iter().map(String::as_str)).map(str::to_owned)
        }
        Target::Operations(selector) => {
            let found: Vec<Found<'_>> = operations(tree).collect();
            selector.nearest(found.iter().map(Found::candidate))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PETS: &str = "
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    parameters: []
    get: { operationId: listPets, tags: [pets], responses: { '200': { description: All } } }
    post: { operationId: addPet, tags: [pets], responses: { '204': { description: Done } } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
";

    fn amended(target: Target) -> (Value, Diagnostics) {
        let mut diag = Diagnostics::default();
        let setting = Setting { target, name: "thing".into(), value: json!(1) };
        let document = Document::from_text("pets.yaml", PETS).unwrap().amended(&[setting], &mut diag);
        (document.root().value().clone(), diag)
    }

    #[test]
    fn settings_become_extensions_of_what_they_are_about() {
        let at = |target, pointer: &str| {
            let (tree, diag) = amended(target);
            assert!(diag.is_empty());
            assert_eq!(tree.to_string().matches("x-specwright-thing").count(), 1, "{tree}");
            tree.pointer(pointer).cloned()
        };
        assert_eq!(at(Target::Document, "/x-specwright-thing"), Some(json!(1)));
        let scheme = "/components/securitySchemes/key/x-specwright-thing";
        assert_eq!(at(Target::Security("key".into()), scheme), Some(json!(1)));
        let operation = Target::Operations("GET /pets".parse().unwrap());
        assert_eq!(at(operation, "/paths/~1pets/get/x-specwright-thing"), Some(json!(1)));
        let (tree, _) = amended(Target::Operations("tag:pets".parse().unwrap()));
        assert_eq!(tree.to_string().matches("x-specwright-thing").count(), 2, "{tree}");
    }

    #[test]
    fn a_setting_that_is_about_nothing_is_reported() {
        for target in [Target::Security("lock".into()), Target::Operations("dropPet".parse().unwrap())] {
            assert!(amended(target).1.has_errors());
        }
    }
}
