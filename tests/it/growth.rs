//! A document that grows renames nothing: every public item of the crate of a smaller document is in that of the larger one,
//! at the same path, unless a note says that it is called otherwise.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use specwright::{Config, Document, Output};
use syn::{ImplItem, Item, TraitItem, UseTree, Visibility};

/// Everything with a name that users can write: items by path, with their fields, variants and methods.
fn public_items(output: &Output) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in output.files() {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        if module.starts_with("support") {
            continue;
        }
        let module = module.trim_end_matches("/mod").trim_end_matches("lib").replace('/', "::");
        for item in syn::parse_file(text).unwrap().items {
            add(&item, &module, &mut found);
        }
    }
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
        Item::Use(it) if is_public(&it.vis) => add_uses(&it.tree, &mut |name| put("use", name)),
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

/// What a document makes; nothing if it has errors, which no document has that somebody generated from.
fn made(document: &Value) -> Option<Output> {
    let document = Document::from_text("api.json", &document.to_string()).unwrap();
    specwright::generate(&document, &Config::new()).ok()
}

/// The notes that something is called otherwise than it would be alone.
fn renamings(output: &Output) -> BTreeSet<&str> {
    output
        .findings()
        .iter()
        .filter(|finding| finding.code == "renamed")
        .map(|finding| finding.message.as_str())
        .collect()
}

/// Everything that a document may have grown by: operations, schemas, properties, parameters, responses, values of
/// enumerations.
fn parts(value: &Value, pointer: &str, found: &mut Vec<String>) {
    const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
    const MAPS: [&str; 5] = ["/properties", "/components/schemas", "/definitions", "/responses", "/webhooks"];
    let is_list = ["/parameters", "/enum"].iter().any(|end| pointer.ends_with(end));
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, member)| (key.clone(), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => return,
    };
    for (key, member) in members {
        let place = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        let is_operation = METHODS.contains(&key.as_str()) && pointer.starts_with("/paths/");
        if is_operation || (is_list && value.is_array()) || MAPS.iter().any(|map| pointer.ends_with(map)) {
            found.push(place.clone());
        }
        if !["example", "examples", "default"].contains(&key.as_str()) {
            parts(member, &place, found);
        }
    }
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

/// How many parts are taken away from each document, one after the other.
const MOST: usize = 6;

/// What was compared.
#[derive(Debug, Default)]
struct Figures {
    parts: usize,
    compared: usize,
    items: usize,
    renamed: Vec<String>,
}

/// Takes away one part after the other, `most` at most and spread over the document, and compares what is left with what
/// the whole document makes.
fn grow(document: &Value, most: usize) -> Figures {
    let whole = made(document).expect("the document has no errors");
    let (items, notes) = (public_items(&whole), renamings(&whole));
    let mut places = Vec::new();
    parts(document, "", &mut places);
    let mut figures = Figures { parts: places.len(), items: items.len(), ..Figures::default() };
    for place in places.iter().step_by(places.len().div_ceil(most).max(1)) {
        let Some(fewer) = made(&without(document, place)) else { continue };
        figures.compared += 1;
        let is_noted = !notes.is_subset(&renamings(&fewer));
        let gone: Vec<String> = public_items(&fewer).difference(&items).cloned().collect();
        if !gone.is_empty() && !is_noted {
            figures.renamed.push(format!("with {place}: {}", gone.join(", ")));
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
        assert!(figures.compared * 2 > figures.parts.min(MOST), "{name}: most of what is left has errors: {figures:?}");
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
        let figures = grow(&document, 20);
        renamed += figures.renamed.len();
        println!("{path}: {figures:?}");
    }
    assert_eq!(renamed, 0);
}
