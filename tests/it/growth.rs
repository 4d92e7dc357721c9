//! A document that grows renames nothing: every public item of the crate of a smaller document is in that of the larger one,
//! at the same path, unless a comparison of the two says what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};
use specwright::{Config, Document, Effect, Output};
use syn::{ImplItem, Item, TraitItem, UseTree, Visibility};

/// Everything with a name that users can write: items by path, with their fields, variants and methods; of another name for a
/// type, those of the type. What is re-exported is there as well as what is defined.
fn public_items(output: &Output) -> BTreeSet<String> {
    let (mut found, mut aliases) = (BTreeSet::new(), BTreeMap::new());
    for (path, text) in output.files() {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        if module.starts_with("support") {
            continue;
        }
        let module = module.trim_end_matches("/mod").trim_end_matches("lib").replace('/', "::");
        // The modules of types are private; what is in them is re-exported.
        let module = if module.starts_with("types::") { "types" } else { module.as_str() };
        for item in syn::parse_file(text).unwrap().items {
            if let Item::Type(item) = &item
                && let syn::Type::Path(target) = &*item.ty
                && let Some(target) = target.path.get_ident()
            {
                aliases.insert(format!("{module}::{}", item.ident), format!("{module}::{target}"));
            }
            add(&item, module, &mut found);
        }
    }
    let members = |ty: &str| {
        let starts = ["field", "variant", "method"].map(|kind| format!("{kind} {ty}"));
        let is_of = |item: &&String| {
            starts.iter().any(|start| item.strip_prefix(start).is_some_and(|rest| rest.starts_with(['.', ':'])))
        };
        found.iter().filter(is_of).cloned().collect::<Vec<_>>()
    };
    let mut of_aliases = Vec::new();
    for (alias, target) in &aliases {
        let target = std::iter::successors(Some(target), |target| aliases.get(*target)).last().unwrap();
        of_aliases.extend(members(target).into_iter().map(|member| member.replacen(target.as_str(), alias, 1)));
    }
    found.extend(of_aliases);
    found
}

fn add(item: &Item, module: &str, found: &mut BTreeSet<String>) {
    let is_public = |vis: &Visibility| matches!(vis, Visibility::Public(_));
    let mut put = |kind: &str, name: String| {
        found.insert(format!("{kind} {module}::{name}"));
    };
    match item {
        Item::Struct(it) if is_public(&it.vis) => {
            put("type", it.ident.to_string());
            for field in it.fields.iter().filter(|field| is_public(&field.vis)) {
                put(
                    "field",
                    format!("{}.{}", it.ident, field.ident.as_ref().map(ToString::to_string).unwrap_or_default()),
                );
            }
        }
        Item::Enum(it) if is_public(&it.vis) => {
            put("type", it.ident.to_string());
            for variant in &it.variants {
                put("variant", format!("{}::{}", it.ident, variant.ident));
            }
        }
        Item::Trait(it) if is_public(&it.vis) => {
            put("trait", it.ident.to_string());
            for method in &it.items {
                if let TraitItem::Fn(method) = method {
                    put("method", format!("{}::{}", it.ident, method.sig.ident));
                }
            }
        }
        Item::Impl(it) if it.trait_.is_none() => {
            if let syn::Type::Path(ty) = &*it.self_ty {
                let ty = ty.path.segments.last().unwrap().ident.to_string();
                for method in &it.items {
                    if let ImplItem::Fn(method) = method
                        && is_public(&method.vis)
                    {
                        put("method", format!("{ty}::{}", method.sig.ident));
                    }
                }
            }
        }
        Item::Type(it) if is_public(&it.vis) => put("type", it.ident.to_string()),
        Item::Fn(it) if is_public(&it.vis) => put("fn", it.sig.ident.to_string()),
        Item::Const(it) if is_public(&it.vis) => put("const", it.ident.to_string()),
        Item::Mod(it) if is_public(&it.vis) => put("mod", it.ident.to_string()),
        Item::Use(it) if is_public(&it.vis) => add_uses(&it.tree, &mut |name| put("type", name)),
        _ => {}
    }
}

fn add_uses(tree: &UseTree, put: &mut impl FnMut(String)) {
    match tree {
        UseTree::Path(path) => add_uses(&path.tree, put),
        UseTree::Group(group) => group.items.iter().for_each(|tree| add_uses(tree, put)),
        UseTree::Name(name) => put(name.ident.to_string()),
        UseTree::Rename(rename) => put(rename.rename.to_string()),
        UseTree::Glob(_) => {}
    }
}

/// A document, and the names in its crate.
struct Made {
    document: Document,
    items: BTreeSet<String>,
}

/// What a document makes; nothing if it has errors, which no document has that somebody generated from.
fn made(document: &Value) -> Option<Made> {
    let document = Document::from_text("api.json", &document.to_string()).unwrap();
    let output = specwright::generate(&document, &Config::new()).ok()?;
    Some(Made { items: public_items(&output), document })
}

/// The words in what a comparison says about the items that are gone or have another name.
fn said(old: &Document, new: &Document) -> BTreeSet<String> {
    let comparison = specwright::compare(old, new, &Config::new());
    let changes = comparison.rust().iter().filter(|change| change.effect == Effect::Breaking);
    let texts = changes.flat_map(|change| [Some(change.item.clone()), change.old.clone()]).flatten();
    texts.flat_map(|text| words(&text)).collect()
}

fn words(text: &str) -> Vec<String> {
    let is_end = |c: char| !c.is_alphanumeric() && c != '_';
    text.split(is_end).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Everything that a document may have grown by: operations, schemas, properties, parameters, responses, values of
/// enumerations.
fn parts(value: &Value, pointer: &str, found: &mut Vec<String>) {
    const MAPS: [&str; 5] = ["/properties", "/components/schemas", "/definitions", "/responses", "/webhooks"];
    let is_list = ["/parameters", "/enum"].iter().any(|end| pointer.ends_with(end));
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, member)| (key.clone(), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => return,
    };
    for (key, member) in members {
        let place = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        if is_operation(&place) || (is_list && value.is_array()) || MAPS.iter().any(|map| pointer.ends_with(map)) {
            found.push(place.clone());
        }
        if !["example", "examples", "default"].contains(&key.as_str()) {
            parts(member, &place, found);
        }
    }
}

fn is_operation(pointer: &str) -> bool {
    const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
    let steps: Vec<&str> = pointer.split('/').collect();
    matches!(steps.as_slice(), ["", "paths", _, method] if METHODS.contains(method))
}

fn without(document: &Value, pointer: &str) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let mut document = document.clone();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => {}
    }
    document
}

/// The document with a copy of an operation before all others: whatever the operation says inline, the copy says first.
fn with_copy(document: &Value, pointer: &str) -> Value {
    let (path, method) = pointer.rsplit_once('/').unwrap();
    let mut operation = document.pointer(pointer).unwrap().clone();
    operation.as_object_mut().unwrap().shift_remove("operationId");
    let mut item = Map::from_iter([(method.to_owned(), operation)]);
    item.extend(document.pointer(&format!("{path}/parameters")).map(|list| ("parameters".to_owned(), list.clone())));
    let path = path.rsplit('/').next().unwrap().replace("~1", "/").replace("~0", "~");
    let mut document = document.clone();
    document["paths"].as_object_mut().unwrap().shift_insert(0, format!("/copy{path}"), Value::Object(item));
    document
}

/// How many variants of a document are made each way, spread over the document.
const MOST: [usize; 2] = [6, 3];

/// What was compared.
#[derive(Debug, Default)]
struct Figures {
    parts: usize,
    compared: usize,
    items: usize,
    /// Items that are gone, as a comparison says.
    said: usize,
    /// Items that are gone, and nothing says so.
    renamed: Vec<String>,
}

impl Figures {
    /// Looks for everything in the crate of a document in that of one that has grown.
    fn compare(&mut self, what: &str, fewer: &Made, more: &Made) {
        self.compared += 1;
        let gone: Vec<&str> = fewer.items.difference(&more.items).map(String::as_str).collect();
        if gone.is_empty() {
            return;
        }
        let said = said(&fewer.document, &more.document);
        let is_said = |item: &&str| {
            let words = words(item);
            let is_said = |back: usize| words.iter().nth_back(back).is_some_and(|word| said.contains(word));
            match words.first().map(String::as_str) {
                // Of a type that is gone, the members are not named one by one; a method of the client is named after the group.
                Some("field" | "variant" | "method") => is_said(1) || is_said(0) && is_said(2),
                _ => is_said(0),
            }
        };
        let (said, silent): (Vec<&str>, Vec<&str>) = gone.into_iter().partition(is_said);
        self.said += said.len();
        if !silent.is_empty() {
            self.renamed.push(format!("{what}: {}", silent.join(", ")));
        }
    }
}

/// Compares what a document makes with what is left of it without a part, and with what it makes with another operation
/// before all others.
fn grow(document: &Value, [removed, copied]: [usize; 2]) -> Figures {
    let whole = made(document).expect("the document has no errors");
    let mut places = Vec::new();
    parts(document, "", &mut places);
    let mut figures = Figures { parts: places.len(), items: whole.items.len(), ..Figures::default() };
    for place in places.iter().step_by(places.len().div_ceil(removed).max(1)) {
        if let Some(fewer) = made(&without(document, place)) {
            figures.compare(&format!("with {place}"), &fewer, &whole);
        }
    }
    let operations: Vec<&String> = places.iter().filter(|place| is_operation(place)).collect();
    for place in operations.iter().step_by(operations.len().div_ceil(copied).max(1)) {
        if let Some(more) = made(&with_copy(document, place)) {
            figures.compare(&format!("with a copy of {place}"), &whole, &more);
        }
    }
    figures
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

#[test]
fn growing_documents_rename_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    for name in ["features.yaml", "resources.yaml", "sendpilot.json", "sparkloop.yaml", "spreeflo.yaml", "users.json"] {
        let figures = grow(&read(&folder.join(name)), MOST);
        println!("{name}: {figures:?}");
        assert!(figures.items > 0, "{name}: nothing has a name");
        assert!(
            figures.compared * 2 > figures.parts.min(MOST[0]),
            "{name}: most of what is left has errors: {figures:?}"
        );
        assert!(figures.renamed.is_empty(), "{name}:\n{}", figures.renamed.join("\n"));
    }
}

/// For other documents, by hand: their paths are lines of the file that `SPECWRIGHT_GROWTH` names.
#[test]
#[ignore = "it is for documents that are elsewhere"]
fn other_documents_rename_nothing() {
    let list = std::env::var("SPECWRIGHT_GROWTH").unwrap();
    let mut renamed = 0;
    for path in std::fs::read_to_string(list).unwrap().lines() {
        let document = read(Path::new(path));
        if made(&document).is_none() {
            println!("{path}: has errors");
            continue;
        }
        let figures = grow(&document, [20, 20]);
        renamed += figures.renamed.len();
        println!("{path}: {figures:?}");
    }
    assert_eq!(renamed, 0);
}
