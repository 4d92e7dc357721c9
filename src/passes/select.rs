//! Leaves out the operations that the user does not want, and the types that nothing else uses then.

use super::prune;
use crate::config::{Candidate, Config};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Operation, Shape, TypeHint};

/// Keeps what the configuration selects. A selector that selects nothing is a mistake, and an error.
pub(super) fn run(api: &mut Api, config: &Config, diag: &mut Diagnostics) {
    if config.include.is_empty() && config.exclude.is_empty() {
        return;
    }
    for (kind, selectors) in [("include", &config.include), ("exclude", &config.exclude)] {
        for (index, selector) in selectors.iter().enumerate() {
            let mut events = api.webhooks.iter().flat_map(|webhooks| &webhooks.events).map(|event| &event.name);
            if !api.operations.iter().any(|operation| selector.matches(&candidate(operation)))
                && !events.any(|name| selector.matches_webhook(name))
            {
                let place = Config::place(&[kind, &index.to_string()]);
                let nearest = selector.nearest(api.operations.iter().map(candidate));
                diag.push(codes::unused_selector(place, &selector.to_string(), nearest.as_deref()));
            }
        }
    }
    keep_operations(api, config);
    keep_webhooks(api, config);
    let used = prune::used(api);
    prune::keep(api, used);
}

pub(super) fn candidate(operation: &Operation) -> Candidate<'_> {
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

/// Drops events, and their alternatives of the union of all, which are in the same order.
fn keep_webhooks(api: &mut Api, config: &Config) {
    let Some(webhooks) = &mut api.webhooks else { return };
    let kept: Vec<bool> = webhooks.events.iter().map(|event| config.selects_webhook(&event.name)).collect();
    if let Some(id) = webhooks.union
        && let Shape::Union(union) = &mut api.types[id.0 as usize].shape
    {
        let mut kept = kept.iter();
        union.variants.retain(|_| kept.next() != Some(&false));
    }
    let mut kept = kept.iter();
    webhooks.events.retain(|_| kept.next() != Some(&false));
    if webhooks.events.is_empty() {
        api.webhooks = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TypeId;
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
    fn webhooks_are_selected_by_name_and_their_types_go_with_them() {
        let events = "webhooks:\n  opened: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Opened' } } } } } }\n  closed: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Closed' } } } } } }\n";
        let schemas = "    Opened: { type: object, properties: { event: { const: opened } } }\n    Closed: { type: object, properties: { event: { const: closed } } }\n";
        let text = format!("{}{schemas}{events}", PETS.replace("3.0.3", "3.1.0"));
        let selected = |selector: &str| {
            let document = Document::from_text("pets.yaml", &text).unwrap();
            let mut diag = Diagnostics::default();
            let mut api = crate::lower::lower(&document, &mut diag);
            run(&mut api, &Config::new().include(selector.parse().unwrap()), &mut diag);
            assert!(!diag.has_errors(), "{diag:?}");
            let events = api.webhooks.iter().flat_map(|webhooks| &webhooks.events).map(|event| event.name.clone());
            (events.collect::<Vec<_>>(), names(&api).contains(&"Closed".to_owned()))
        };
        assert_eq!(selected("tag:pets"), (vec![], false));
        assert_eq!(selected("webhook:o*"), (vec!["opened".to_owned()], false));
        assert_eq!(selected("webhook:*"), (vec!["opened".to_owned(), "closed".to_owned()], true));
    }

    #[test]
    fn a_selector_that_selects_nothing_is_an_error() {
        let (_, diag) =
            selected(Config::new().include("tag:pets".parse().unwrap()).exclude("GET /pet".parse().unwrap()));
        assert!(diag.has_errors());
        assert!(diag.iter().any(|each| each.message.contains("GET /pet")));
    }
}
