//! The names of the `types` scope: definitions, the files that they live in, and their schema tables.

use super::Recursion;
use super::formats::Formats;
use super::names::requests::RequestNames;
use crate::ir::{Api, Shape, TypeHint, TypeId};
use crate::name::{Case, Ident, MODULES, PRELUDE, Reason, Scope};

/// Names that definitions use without a path, beside the prelude.
const RESERVED_TYPES: &[&str] = &["BTreeMap", "Into"];

/// Modules and crates that paths in `types` begin with. A module `types` inside of `types` would confuse its readers.
const RESERVED_MODULES: &[&str] =
    &["types", "codec", "support", "std", "core", "alloc", "chrono", "uuid", "bytes", "serde_json", "serde_core"];

/// The names of one definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// The type.
    pub ident: Ident,
    /// The module, and file, in which it stands together with the inline types of its members; `None` is `types` itself.
    pub module: Option<Ident>,
    /// The schema table.
    pub table: Ident,
    /// Why the type is not called as the document suggests.
    pub renamed: Option<Reason>,
}

/// The names of all definitions, by [`TypeId`].
#[derive(Debug, Clone, Default)]
pub struct TypeNames {
    names: Vec<TypeName>,
    formats: Formats,
}

impl TypeNames {
    /// The same with the types that formats have by configuration.
    pub(super) fn with_formats(self, formats: Formats) -> Self {
        Self { formats, ..self }
    }

    /// The types that formats have by configuration.
    pub(super) fn formats(&self) -> &Formats {
        &self.formats
    }

    /// Allocates all names: those that the user chose first, then those of components, as the document demands them, then the
    /// made-up ones.
    ///
    /// `requests` are the names of the operations: what is inline in an operation is named after it.
    pub(super) fn allocate(api: &Api, recursion: &Recursion, requests: &[RequestNames]) -> Self {
        let mut allocator = Allocator {
            api,
            recursion,
            requests,
            names: vec![None; api.types.len()],
            types: Scope::new(Case::UpperCamel, PRELUDE.iter().chain(RESERVED_TYPES).copied()),
            modules: Scope::new(Case::Module, MODULES.iter().chain(RESERVED_MODULES).copied()),
            tables: Scope::new(Case::ScreamingSnake, []),
        };
        let ids = || (0..api.types.len()).map(|index| TypeId(index as u32));
        let is_component = |id: &TypeId| matches!(api.ty(*id).hint, TypeHint::Component(_));
        let is_chosen = |id: &TypeId| api.ty(*id).custom.name.is_some();
        for id in ids().filter(is_chosen).chain(ids().filter(is_component)).chain(ids()) {
            allocator.name(id);
        }
        Self { names: allocator.names.into_iter().flatten().collect(), formats: Formats::default() }
    }

    /// The names of a definition.
    pub fn get(&self, id: TypeId) -> &TypeName {
        &self.names[id.0 as usize]
    }

    /// The identifier of a type.
    pub fn ident(&self, id: TypeId) -> &Ident {
        &self.get(id).ident
    }
}

struct Allocator<'a> {
    api: &'a Api,
    recursion: &'a Recursion,
    requests: &'a [RequestNames],
    names: Vec<Option<TypeName>>,
    types: Scope,
    modules: Scope,
    tables: Scope,
}

impl Allocator<'_> {
    fn name(&mut self, id: TypeId) -> TypeName {
        if let Some(name) = &self.names[id.0 as usize] {
            return name.clone();
        }
        let def = self.api.ty(id);
        let (hint, suffix, parent) = match &def.hint {
            TypeHint::Component(key) => (key.clone(), "model", None),
            TypeHint::Inline { parent, words } => {
                // A definition is younger than the one it stands in, so this ends.
                let parent = parent.map(|parent| self.name(parent));
                let start = parent.as_ref().map_or("", |parent| parent.ident.bare());
                (format!("{start} {}", words.join(" ")), "inline", parent)
            }
            TypeHint::Operation { operation, words } => {
                let request = self.requests.get(*operation as usize).map_or("", |names| names.request.bare());
                (format!("{request} {}", words.join(" ")), "inline", None)
            }
            TypeHint::WebhookEvent => ("webhook event".to_owned(), "union", None),
        };
        let hint = def.custom.name.as_ref().map_or(hint, |chosen| chosen.name.clone());
        let allocated = self.types.allocate(&hint, &[suffix]);
        // Aliases are one line each and stand together.
        let is_alias =
            def.custom.ty.is_some() || matches!(def.shape, Shape::Alias(_)) && !self.recursion.is_newtype(id);
        let module = match parent.and_then(|parent| parent.module) {
            _ if is_alias => None,
            Some(module) => Some(module),
            None => Some(self.modules.allocate(allocated.ident.bare(), &["type"]).ident),
        };
        let table = self.tables.allocate(allocated.ident.bare(), &[]).ident;
        let name = TypeName { ident: allocated.ident, module, table, renamed: allocated.renamed };
        self.names[id.0 as usize] = Some(name.clone());
        name
    }
}
