//! Names last: an operation, a tag or an id that is added to a document renames nothing that was there.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::{option, sample};

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::{Doc, Operation, Tag};
use crate::plan::{self, Gate, fixtures};

/// The names of every operation by its method and path: those of its group, its method and what belongs to it.
type Names = BTreeMap<String, [String; 6]>;

/// Plans a document of these operations. The number is that of the renamings that were reported.
fn names(operations: &[Operation], tags: &[&str]) -> (Names, usize) {
    let mut api = fixtures::api(operations.to_vec());
    api.tags = tags.iter().map(|name| Tag { name: (*name).to_owned(), doc: Doc::default() }).collect();
    let mut diag = Diagnostics::default();
    let plan = plan::plan(&api, &Config::new(), Gate::Feature, &mut diag);
    let mut names = Names::new();
    for group in &plan.operations.groups {
        for operation in &group.operations {
            let idents = [
                &group.module,
                &group.handle,
                &group.accessor,
                &operation.method,
                &operation.request,
                &operation.failure.ident,
            ];
            names.insert(operation.route.clone(), idents.map(ToString::to_string));
        }
    }
    (names, diag.iter().filter(|diagnostic| diagnostic.code == "renamed").count())
}

fn operation() -> impl Strategy<Value = Operation> {
    let ids = [
        "list",
        "pets.list",
        "pets/list-pets",
        "listPets",
        "list_pets",
        "PetsListError",
        "GET /pets",
        "pets",
        "get",
        "list.pets",
        "body",
        "type",
        "owners.get",
        "owners.getOwner",
        "",
        "é",
    ];
    let paths = ["/pets", "/pets/{id}", "/pets/{id}/owners", "/pets/owners/{id}", "/owners", "/Pets", "/{id}"];
    let tags = ["pets", "Pets", "owner", "list", "client"];
    let (id, tag) = (option::of(sample::select(ids.to_vec())), option::of(sample::select(tags.to_vec())));
    (sample::select(vec!["GET", "POST"]), sample::select(paths.to_vec()), id, tag).prop_map(
        |(method, path, id, tag)| Operation {
            id: id.map(str::to_owned),
            tags: tag.into_iter().map(str::to_owned).collect(),
            ..fixtures::operation(method, path)
        },
    )
}

/// Operations as `lower` hands them on: a method and path stands once, and so does an id.
fn document() -> impl Strategy<Value = Vec<Operation>> {
    vec(operation(), 1..12).prop_map(|mut operations| {
        let (mut routes, mut ids) = (Vec::new(), Vec::new());
        operations.retain(|operation| {
            let route = (operation.method.clone(), operation.path.clone());
            let is_new = !routes.contains(&route);
            routes.push(route);
            is_new
        });
        for operation in &mut operations {
            operation.id = operation.id.take().filter(|id| !ids.contains(id));
            ids.extend(operation.id.clone());
        }
        operations
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_added_at_the_end_renames_nothing(mut operations in document()) {
        let all = names(&operations, &[]).0;
        operations.pop();
        let fewer = names(&operations, &[]).0;
        for (route, before) in fewer {
            prop_assert_eq!(&all[&route], &before, "{}", route);
        }
    }

    #[test]
    fn what_is_added_anywhere_renames_only_what_wants_the_same_name(
        operations in document(), at in any::<sample::Index>(),
    ) {
        let (all, renamed) = names(&operations, &[]);
        prop_assume!(renamed == 0);
        let mut fewer = operations.clone();
        fewer.remove(at.index(operations.len()));
        for (route, before) in names(&fewer, &[]).0 {
            prop_assert_eq!(&all[&route], &before, "{}", route);
        }
    }

    #[test]
    fn declaring_tags_renames_nothing(operations in document()) {
        let before = names(&operations, &[]).0;
        prop_assert_eq!(before, names(&operations, &["owner", "something", "PETS"]).0);
    }

    #[test]
    fn no_two_operations_have_one_name(operations in document()) {
        let all = names(&operations, &[]).0;
        prop_assert_eq!(all.len(), operations.len());
        let mut idents: Vec<&String> = all.values().flat_map(|[.., request, failure]| [request, failure]).collect();
        let count = idents.len();
        idents.sort();
        idents.dedup();
        prop_assert_eq!(idents.len(), count);
    }
}

#[test]
fn thousands_of_operations_with_one_name_are_named_by_their_paths() {
    let operation = |number: usize| Operation {
        id: (number == 0).then(|| "get".to_owned()),
        ..fixtures::operation("GET", &format!("/{number}"))
    };
    let operations: Vec<Operation> = (0..3000).map(operation).collect();
    let (all, renamed) = names(&operations, &[]);
    assert_eq!((all.len(), renamed), (3000, 0));
    assert_eq!(all["`GET /2999`"][3], "get_2999");
}
