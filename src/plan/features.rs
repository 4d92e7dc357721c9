//! Cargo features for the groups of operations of large documents: who needs a few operations compiles those, and the types
//! that they lead to. All of them are on by default.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::{GroupPlan, OperationsPlan};
use super::types::TypePlan;
use crate::config::{Config, Features};
use crate::ir::{Additional, Api, Kind, Operation, Shape, Type, TypeDef, TypeHint, TypeId};

/// From how many operations on groups are features, unless the configuration says.
const LARGE: usize = 100;

/// Up to how many groups, unless the configuration says: crates.io takes 300 features, of which some are not those of groups.
const MOST: usize = 290;

/// What more features than this need is always there: hardly anybody would be without it.
const COMMON: usize = 4;

/// Features that are not those of groups.
const RESERVED: &[&str] = &["default", "client", "server", "all", WEBHOOKS, SCHEMAS];

/// The feature of what the API sends.
const WEBHOOKS: &str = "webhooks";

/// The feature of the types that no operation leads to.
const SCHEMAS: &str = "schemas";

/// The features of which one must be on for something to be there. Without any it is always there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnyOf(pub Vec<String>);

/// Decides on features, and what needs which. Returns the names of all.
pub(super) fn plan(api: &Api, config: &Config, operations: &mut OperationsPlan, types: &mut [TypePlan]) -> Vec<String> {
    let named = operations.groups.iter().filter(|group| group.name.is_some()).count();
    let count: usize = operations.groups.iter().map(|group| group.operations.len()).sum();
    let wanted = match config.features {
        Features::BySize => named > 1 && named <= MOST && count >= LARGE,
        Features::Groups => named > 0,
        Features::Ends => false,
    };
    if !wanted {
        return Vec::new();
    }
    let mut features = name(&mut operations.groups, config);
    let mut uses = Uses::new(api, types);
    for group in &operations.groups {
        let feature = group.feature.as_ref().and_then(|feature| features.iter().position(|it| it == feature));
        let sources = group.operations.iter().map(|operation| &api.operations[operation.id.0 as usize]);
        let user = feature.map_or(User::Everybody, User::Feature);
        uses.reach(user, sources.flat_map(named_in).collect());
    }
    if let Some(webhooks) = &api.webhooks {
        let payloads = webhooks.events.iter().flat_map(|event| named_by(&event.payload));
        uses.reach(User::Feature(features.len()), payloads.chain(webhooks.union).collect());
        features.push(WEBHOOKS.to_owned());
    }
    let rest = uses.unused();
    if !rest.is_empty() {
        uses.reach(User::Feature(features.len()), rest);
        features.push(SCHEMAS.to_owned());
    }
    for (index, ty) in types.iter_mut().enumerate() {
        ty.features = uses.of(index, &features);
    }
    share(operations);
    features.sort();
    features
}

/// The feature of what the API sends, if there are any features.
pub(super) fn of_webhooks(features: &[String]) -> AnyOf {
    AnyOf(features.iter().filter(|feature| *feature == WEBHOOKS).cloned().collect())
}

/// Gives each group its feature, called like its module. An optional dependency that the user asks for is a feature, too.
fn name(groups: &mut [GroupPlan], config: &Config) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for group in groups.iter_mut().filter(|group| group.name.is_some()) {
        let is_free = |name: &String| {
            !RESERVED.contains(&name.as_str()) && !config.dependencies.contains_key(name) && !names.contains(name)
        };
        let module = group.module.bare().trim_end_matches('_').replace('_', "-");
        let further = (2..).map(|number| format!("{module}-operations-{number}"));
        let found = [module.clone(), format!("{module}-operations")].into_iter().chain(further).find(is_free);
        names.extend(found.clone());
        group.feature = found;
    }
    names
}

/// What several groups share is there for each of them.
fn share(operations: &mut OperationsPlan) {
    let OperationsPlan { groups, headers, contents } = operations;
    for (index, headers) in headers.iter_mut().enumerate() {
        headers.features = users(groups, |group| {
            let mut used = answers(group).filter_map(|answer| answer.headers.as_ref());
            used.any(|headers| headers.index == index)
        });
    }
    for content in contents {
        content.features = users(groups, |group| {
            let bodies = answers(group).filter_map(|answer| answer.body.as_ref());
            let mut choices = bodies.filter_map(|body| body.choice.as_ref());
            choices.any(|choice| choice.shared && choice.ident == content.ident)
        });
    }
}

fn answers(group: &GroupPlan) -> impl Iterator<Item = &super::Answer> {
    group.operations.iter().flat_map(|operation| operation.success.answers().iter().chain(&operation.failure.answers))
}

fn users(groups: &[GroupPlan], uses: impl Fn(&GroupPlan) -> bool) -> AnyOf {
    let users: Option<Vec<String>> = groups.iter().filter(|group| uses(group)).map(|it| it.feature.clone()).collect();
    AnyOf(users.filter(|users| users.len() <= COMMON).unwrap_or_default())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum User {
    /// Something that is always there.
    Everybody,
    /// A feature, by its index.
    Feature(usize),
}

/// Who needs which types. What stands in one file is needed together.
struct Uses {
    /// For each type, the file, or the alias, that it stands in.
    places: Vec<usize>,
    /// What each place names.
    leads_to: Vec<BTreeSet<usize>>,
    users: Vec<BTreeSet<User>>,
}

impl Uses {
    fn new(api: &Api, types: &[TypePlan]) -> Self {
        let mut files = BTreeMap::new();
        let mut count = 0;
        let mut next = || {
            count += 1;
            count - 1
        };
        let places = types.iter().map(|ty| match &ty.name.module {
            Some(module) => *files.entry(module).or_insert_with(&mut next),
            None => next(),
        });
        let places: Vec<usize> = places.collect();
        let mut leads_to = vec![BTreeSet::new(); count];
        for (index, definition) in api.types.iter().enumerate() {
            leads_to[places[index]].extend(defined_by(definition).map(|id| places[id.0 as usize]));
            // Other names of what is inline in a type belong to that type.
            if let (TypeHint::Inline { parent: Some(parent), .. }, Shape::Alias(_)) =
                (&definition.hint, &definition.shape)
            {
                leads_to[places[parent.0 as usize]].insert(places[index]);
            }
        }
        Self { places, leads_to, users: vec![BTreeSet::new(); count] }
    }

    /// Notes that a user needs these types, and all that they lead to.
    fn reach(&mut self, user: User, types: Vec<TypeId>) {
        let mut waiting: Vec<usize> = types.iter().map(|id| self.places[id.0 as usize]).collect();
        while let Some(place) = waiting.pop() {
            if self.users[place].insert(user) {
                waiting.extend(&self.leads_to[place]);
            }
        }
    }

    /// The types that nobody needs so far.
    fn unused(&self) -> Vec<TypeId> {
        let unused = self.places.iter().enumerate().filter(|(_, place)| self.users[**place].is_empty());
        unused.map(|(index, _)| TypeId(u32::try_from(index).unwrap_or(u32::MAX))).collect()
    }

    fn of(&self, index: usize, features: &[String]) -> AnyOf {
        let users = &self.users[self.places[index]];
        let named: Option<Vec<String>> = users
            .iter()
            .map(|user| match user {
                User::Everybody => None,
                User::Feature(index) => features.get(*index).cloned(),
            })
            .collect();
        AnyOf(named.filter(|named| named.len() <= COMMON).unwrap_or_default())
    }
}

/// The types that an operation names.
fn named_in(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let bodies = operation.body.iter().flat_map(|body| &body.contents).map(|content| &content.ty);
    let answers = operation.responses.iter().flat_map(|response| {
        let headers = response.headers.iter().map(|header| &header.ty);
        response.contents.iter().map(|content| &content.ty).chain(headers)
    });
    parameters.chain(bodies).chain(answers).flat_map(named_by)
}

/// The types that a definition names.
fn defined_by(definition: &TypeDef) -> impl Iterator<Item = TypeId> {
    let named: Vec<&Type> = match &definition.shape {
        Shape::Struct(object) => {
            let kept = match &object.additional {
                Additional::Kept(kept) => Some(kept.as_ref()),
                _ => None,
            };
            object.fields.iter().map(|field| &field.ty).chain(kept).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(alias) => vec![alias],
        Shape::Enum(_) => Vec::new(),
    };
    named.into_iter().flat_map(named_by)
}

/// The types that a use of a type names.
fn named_by(used: &Type) -> Vec<TypeId> {
    match &used.kind {
        Kind::Named(id) => vec![*id],
        Kind::Array(inner) | Kind::Map(inner) => named_by(inner),
        Kind::Tuple(items) => items.iter().flat_map(named_by).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Gate, Plan, fixtures};
    use super::*;
    use crate::diag::Diagnostics;
    use crate::ir::{Custom, Doc, Field, MediaKind, Status, StructDef};

    /// A component with a member of each of these types.
    fn component(name: &str, members: &[u32]) -> TypeDef {
        let field = |member: &u32| Field {
            name: format!("m{member}"),
            ty: Type::new(Kind::Named(TypeId(*member))),
            required: false,
            default: None,
            read_only: false,
            write_only: false,
            doc: Doc::default(),
            place: fixtures::place("/f"),
            example: None,
            called: None,
        };
        TypeDef {
            hint: TypeHint::Component(name.to_owned()),
            doc: Doc::default(),
            place: fixtures::place(&format!("/components/schemas/{name}")),
            shape: Shape::Struct(StructDef {
                fields: members.iter().map(field).collect(),
                additional: Additional::Ignored,
                constraints: Default::default(),
                foreign: Vec::new(),
            }),
            example: None,
            rules: Vec::new(),
            custom: Custom::default(),
        }
    }

    /// An API with an operation for each group that answers with a type.
    fn planned(operations: &[(&str, u32)], types: Vec<TypeDef>, features: Features) -> Plan {
        let operations = operations.iter().enumerate().map(|(index, (group, ty))| {
            let mut operation = fixtures::operation("GET", &format!("/{index}"));
            operation.id = Some(if group.is_empty() { format!("get{index}") } else { format!("{group}/get{index}") });
            let mut response = fixtures::response(Status::Code(200), Some(MediaKind::Json));
            response.contents[0].ty = Type::new(Kind::Named(TypeId(*ty)));
            operation.responses = vec![response];
            operation
        });
        let mut api = fixtures::api(operations.collect());
        api.types = types;
        let config = Config::new().features(features);
        super::super::plan(&api, &config, Gate::Feature, &mut Diagnostics::default())
    }

    fn needed_by(plan: &Plan) -> Vec<Vec<&str>> {
        plan.types.iter().map(|ty| ty.features.0.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn types_are_there_for_the_groups_that_lead_to_them() {
        let types = vec![component("A", &[2]), component("B", &[2]), component("C", &[]), component("D", &[2])];
        let plan = planned(&[("works", 0), ("tours", 1)], types, Features::Groups);
        assert_eq!(plan.features, ["schemas", "tours", "works"]);
        assert_eq!(
            needed_by(&plan),
            [vec!["works"], vec!["tours"], vec!["works", "tours", "schemas"], vec!["schemas"]]
        );
    }

    #[test]
    fn what_many_need_or_operations_without_a_group_is_always_there() {
        let operations = [("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 0), ("e", 1), ("", 2), ("e", 2)];
        let types = vec![component("A", &[]), component("B", &[]), component("C", &[])];
        let plan = planned(&operations, types, Features::Groups);
        assert_eq!(needed_by(&plan), [vec![], vec!["e"], vec![]]);
    }

    #[test]
    fn groups_are_features_of_large_documents_unless_told() {
        let few = [("a", 0), ("b", 0)];
        let many: Vec<(&str, u32)> = (0..LARGE).map(|index| (if index % 2 == 0 { "a" } else { "b" }, 0)).collect();
        let one: Vec<(&str, u32)> = (0..LARGE).map(|_| ("a", 0)).collect();
        let features = |operations: &[(&str, u32)], features| {
            planned(operations, vec![component("A", &[])], features).features.len()
        };
        assert_eq!(features(&few, Features::BySize), 0);
        assert_eq!(features(&few, Features::Groups), 2);
        assert_eq!(features(&many, Features::BySize), 2);
        assert_eq!(features(&many[1..], Features::BySize), 0);
        assert_eq!(features(&many, Features::Ends), 0);
        assert_eq!(features(&one, Features::BySize), 0);
    }

    #[test]
    fn features_are_called_like_their_groups_unless_that_is_taken() {
        let groups = [("client", 0), ("all", 0), ("code_scanning", 0)];
        let plan = planned(&groups, vec![component("A", &[])], Features::Groups);
        assert_eq!(plan.features, ["all-operations", "client-operations", "code-scanning"]);
    }
}
