//! Leaves out the operations that the user does not want, and the types that nothing else uses then.

use super::prune;
use crate::config::{Candidate, Config, Selector};
use crate::diag::{Diagnostics, Place, Pointer, codes};
use crate::ir::{Api, Operation, TypeHint};

/// Keeps what the configuration selects. A selector that selects nothing is a mistake, and an error.
pub(super) fn run(api: &mut Api, config: &Config, diag: &mut Diagnostics) {
    let selectors: Vec<&Selector> = config.include.iter().chain(&config.exclude).collect();
    if selectors.is_empty() {
        return;
    }
    for selector in selectors {
        if !api.operations.iter().any(|operation| selector.matches(&candidate(operation))) {
            let paths = Place { file: Default::default(), pointer: Pointer::root().child("paths") };
            diag.push(codes::unused_selector(paths, &selector.to_string()));
        }
    }
    keep_operations(api, config);
    let used = prune::used(api);
    prune::keep(api, used);
}

fn candidate(operation: &Operation) -> Candidate<'_> {
    Candidate {
        id: operation.id.as_deref(),
        method: &operation.method.0,
        path: &operation.path.text,
        tags: &operation.tags,
    }
}

/// Drops operations, and moves the hints of types from old indices to new ones.
fn keep_operations(api: &mut Api, config: &Config) {
    let mut kept = Vec::new();
    let mut indices: Vec<Option<u32>> = Vec::new();
    for operation in std::mem::take(&mut api.operations) {
        let selected = config.selects(&candidate(&operation));
        indices.push(selected.then_some(u32::try_from(kept.len()).unwrap_or(u32::MAX)));
        kept.extend(selected.then_some(operation));
    }
    api.operations = kept;
    for ty in &mut api.types {
        let TypeHint::Operation { operation, words } = &mut ty.hint else { continue };
        match indices.get(*operation as usize).copied().flatten() {
            Some(index) => *operation = index,
            // Another operation uses the type too; it was named after this one for being the first.
            None => ty.hint = TypeHint::Inline { parent: None, words: std::mem::take(words) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Shape, TypeId};
    use crate::spec::Document;

    const PETS: &str = r##"
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses: { "200": { description: All, content: { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } } }
  /owners:
    get:
      operationId: listOwners
      tags: [owners]
      responses: { "200": { description: All, content: { application/json: { schema: { $ref: "#/components/schemas/Owner" } } } } }
components:
  schemas:
    Unused: { type: object, properties: { a: { type: string } } }
    Owner: { type: object, properties: { home: { type: object, properties: { street: { type: string } } } } }
    Pets: { type: array, items: { $ref: "#/components/schemas/Pet" } }
    Pet: { type: object, properties: { name: { type: string }, mother: { $ref: "#/components/schemas/Pet" } } }
"##;

    fn selected(config: Config) -> (Api, Diagnostics) {
        let document = Document::from_text("pets.yaml", PETS).unwrap();
        let mut diag = Diagnostics::default();
        let mut api = crate::lower::lower(&document, &mut diag);
        run(&mut api, &config, &mut diag);
        (api, diag)
    }

    fn names(api: &Api) -> Vec<String> {
        let name = |hint: &TypeHint| match hint {
            TypeHint::Component(name) => name.clone(),
            TypeHint::Inline { parent: Some(parent), words } => {
                format!("{:?}.{}", api.ty(*parent).hint, words.join("."))
            }
            other => format!("{other:?}"),
        };
        api.types.iter().map(|ty| name(&ty.hint)).collect()
    }

    #[test]
    fn without_selectors_everything_stays() {
        let (api, diag) = selected(Config::new());
        assert!(diag.is_empty() && api.operations.len() == 2 && names(&api).contains(&"Unused".to_owned()));
    }

    #[test]
    fn types_that_nothing_uses_go_and_the_others_still_refer_to_each_other() {
        let (api, _) = selected(Config::new().include("tag:pets".parse().unwrap()));
        assert_eq!(api.operations.len(), 1);
        assert_eq!(names(&api), ["Pets", "Pet"]);
        let Shape::Struct(pet) = &api.types[1].shape else { panic!("{:?}", api.types[1]) };
        assert_eq!(pet.fields[1].ty.kind, crate::ir::Kind::Named(TypeId(1)));
        let (api, _) = selected(Config::new().exclude("listPets".parse().unwrap()));
        assert_eq!(names(&api), ["Owner", "Component(\"Owner\").home"]);
    }

    #[test]
    fn a_selector_that_selects_nothing_is_an_error() {
        let (_, diag) =
            selected(Config::new().include("tag:pets".parse().unwrap()).exclude("GET /pet".parse().unwrap()));
        assert!(diag.has_errors());
        assert!(diag.iter().any(|each| each.message.contains("GET /pet")));
    }
}
