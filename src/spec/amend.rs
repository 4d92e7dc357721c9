//! Extensions that the user adds to a document, for conventions that the document does not state.

use serde_json::Value;

use super::{Document, keys};
use crate::config::{Candidate, Setting, Target};
use crate::diag::{Diagnostics, FileId, Place, Pointer, codes};

impl Document {
    /// The document with the extensions added. One that applies to nothing is a mistake, and reported.
    pub(crate) fn amended(&self, settings: &[Setting], diag: &mut Diagnostics) -> Document {
        let mut document = self.clone();
        for setting in settings {
            let Some(tree) = document.files.tree(FileId(0)) else { continue };
            let mut used = false;
            for object in targets(tree, &setting.target) {
                object.insert(format!("x-specwright-{}", setting.name), setting.value.clone());
                used = true;
            }
            if !used {
                let place = Place { file: FileId(0), pointer: Pointer::root() };
                diag.push(codes::unused_setting(place, &setting.target.to_string(), &setting.name));
            }
        }
        document
    }
}

type Object = serde_json::Map<String, Value>;

/// The objects that a setting is about.
fn targets<'t>(tree: &'t mut Value, target: &Target) -> Vec<&'t mut Object> {
    match target {
        Target::Document => tree.as_object_mut().into_iter().collect(),
        Target::Security(name) => {
            let scheme = tree.get_mut("components").and_then(|it| it.get_mut("securitySchemes")?.get_mut(name));
            scheme.and_then(Value::as_object_mut).into_iter().collect()
        }
        Target::Operations(selector) => {
            let paths = tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
            let operations = paths.flat_map(|(path, item)| {
                let members = item.as_object_mut().into_iter().flatten();
                members.filter_map(move |(method, operation)| Some((path, method, operation.as_object_mut()?)))
            });
            let selected = operations.filter(|(path, method, operation)| {
                let text = |value: &Value| value.as_str().map(str::to_owned);
                let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
                let tags: Vec<String> = tags.filter_map(text).collect();
                let id = operation.get("operationId").and_then(Value::as_str);
                let method = if method.as_str() == keys::QUERY { "query" } else { method.as_str() };
                operation.contains_key("responses") && selector.matches(&Candidate { id, method, path, tags: &tags })
            });
            selected.map(|(_, _, operation)| operation).collect()
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
