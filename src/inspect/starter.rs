//! A first `specwright.toml`: what there is to decide about a document, each with what holds without a decision.

use std::collections::BTreeMap;

use crate::ir::{Api, Operation, Shape, TypeHint};
use crate::plan::{Plan, TypePlan};

/// How many things of a kind are shown.
const SHOWN: usize = 8;

/// The text of a configuration. Every line that is not a remark may be uncommented as it is, and changes nothing.
pub(crate) fn starter(api: &Api, plan: &Plan, document: &str) -> String {
    let mut text = Text::default();
    text.remark("What specwright generates here; `specwright generate` in this folder brings it up to date.");
    text.remark("Every setting and what it is for: `specwright schema`, a JSON Schema for editors.");
    text.setting("document", document);
    text.setting("output", &plan.krate.name);
    text.gap("The name of the package.");
    text.example(&format!("name = {}", quoted(&plan.krate.name)));
    text.gap("Which ends of the wire: \"both\", \"client\" or \"server\".");
    text.example("ends = \"both\"");
    selection(&mut text, api);
    text.gap("Changes to the document before it is read (https://spec.openapis.org/overlay).");
    text.remark("overlays = [\"overlay.yaml\"]");
    groups(&mut text, plan);
    operations(&mut text, api, plan);
    schemas(&mut text, api, plan);
    credentials(&mut text, plan);
    servers(&mut text, plan);
    text.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn setting(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {}", quoted(value)));
    }

    /// Prose.
    fn remark(&mut self, text: &str) {
        self.line(&format!("# {text}"));
    }

    /// An empty line and prose.
    fn gap(&mut self, text: &str) {
        self.line("");
        self.remark(text);
    }

    /// A setting that is not made.
    fn example(&mut self, text: &str) {
        self.line(&format!("#{text}"));
    }
}

/// A string or key of TOML. Strings of JSON are such.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn key(text: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !text.is_empty() && text.bytes().all(is_bare) { text.to_owned() } else { quoted(text) }
}

/// What messages and selectors call an operation.
fn selector(operation: &Operation) -> String {
    let id = operation.id.clone().filter(|id| !id.contains([' ', ':']) && !id.starts_with('/'));
    id.unwrap_or_else(|| format!("{} {}", operation.method.0, operation.path.text))
}

fn selection(text: &mut Text, api: &Api) {
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in api.operations.iter().flat_map(|operation| &operation.tags).filter(|tag| !tag.is_empty()) {
        *tags.entry(tag).or_default() += 1;
    }
    text.gap("Only some operations: an operationId, \"GET /path\", tag:NAME, path:GLOB or webhook:GLOB.");
    text.remark("`exclude` leaves some out. What no operation needs is left out with them.");
    let list: Vec<String> = tags.keys().map(|tag| quoted(&format!("tag:{tag}"))).collect();
    if list.is_empty() || api.operations.iter().any(|operation| operation.tags.is_empty()) {
        text.example("include = [\"path:**\"]");
    } else {
        text.example("include = [");
        for (tag, (_, count)) in list.iter().zip(&tags) {
            text.example(&format!("    {tag},    # {count}"));
        }
        text.example("]");
    }
}

fn groups(text: &mut Text, plan: &Plan) {
    let groups = plan.operations.groups.iter().filter_map(|group| Some((group.name.as_ref()?, group)));
    let mut groups = groups.take(SHOWN).peekable();
    if groups.peek().is_none() {
        return;
    }
    text.gap("The names of groups: `client.name()`.");
    text.example("[groups]");
    for (name, group) in groups {
        text.example(&format!("{} = {}", key(name), quoted(group.accessor.bare())));
    }
}

fn operations(text: &mut Text, api: &Api, plan: &Plan) {
    let Some(planned) = plan.operations.groups.iter().flat_map(|group| &group.operations).next() else { return };
    let operation = &api.operations[planned.id.0 as usize];
    text.gap("The names of operations and their parameters, and conventions that the document does not state:");
    text.remark("pagination, rate-limit and retry, as x-specwright-pagination and so on.");
    text.example(&format!("[operations.{}]", key(&selector(operation))));
    text.example(&format!("name = {}", quoted(planned.method.bare())));
    if let Some((parameter, field)) = operation.parameters.iter().zip(&planned.params).next() {
        text.example(&format!("parameters = {{ {} = {} }}", key(&parameter.name), quoted(field.ident.bare())));
    }
}

/// The definitions of components, with their schemas.
fn components<'a>(api: &'a Api, plan: &'a Plan) -> impl Iterator<Item = (&'a str, &'a Shape, &'a TypePlan)> {
    api.types.iter().zip(&plan.types).filter_map(|(definition, planned)| match &definition.hint {
        TypeHint::Component(name) => Some((name.as_str(), &definition.shape, planned)),
        _ => None,
    })
}

fn schemas(text: &mut Text, api: &Api, plan: &Plan) {
    let object = components(api, plan).find_map(|(name, shape, planned)| match shape {
        Shape::Struct(object) => Some((name, object.fields.first()?, planned)),
        _ => None,
    });
    if let Some((name, field, planned)) = object {
        text.gap("The type of a schema, by component name or JSON pointer (#/components/schemas/…): its name, what it derives,");
        text.remark("and its properties. `type = { type = \"path::Of\", crate = \"path = '1'\" }` uses a type of another crate.");
        text.example(&format!("[schemas.{}]", key(name)));
        text.example(&format!("name = {}", quoted(planned.name.ident.bare())));
        text.example("derives = []");
        let (required, nullable) = (field.required, field.ty.nullable);
        text.example(&format!("[schemas.{}.properties.{}]", key(name), key(&field.name)));
        text.example(&format!("required = {required}"));
        text.example(&format!("nullable = {nullable}"));
    }
    let values = components(api, plan).find_map(|(name, shape, _)| match shape {
        Shape::Enum(values) if !values.extensible && !values.closed => Some(name),
        _ => None,
    });
    if let Some(name) = values {
        text.gap("An enumeration keeps values that it does not know. `extensible = false` closes it; true makes servers accept");
        text.remark("them, too. `variants` names its values.");
        text.remark(&format!("[schemas.{}]", key(name)));
        text.remark("extensible = false");
    }
}

fn credentials(text: &mut Text, plan: &Plan) {
    let schemes: Vec<_> = plan.client.schemes.iter().filter(|scheme| scheme.env.len() == 1).collect();
    if schemes.is_empty() {
        return;
    }
    text.gap("The environment variables that `Client::from_env()` reads.");
    for scheme in schemes.iter().take(SHOWN) {
        text.example(&format!("[security.{}]", key(&scheme.name)));
        text.example(&format!("env = {}", quoted(&scheme.env[0])));
    }
}

fn servers(text: &mut Text, plan: &Plan) {
    let servers: Vec<_> = plan.client.servers.iter().collect();
    if servers.is_empty() {
        return;
    }
    text.gap("The names of servers: `Server::Name`.");
    for server in servers.iter().take(SHOWN) {
        text.example(&format!("[servers.{}]", key(&server.url)));
        text.example(&format!("name = {}", quoted(server.variant.bare())));
    }
}
