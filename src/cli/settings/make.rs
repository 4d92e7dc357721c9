//! From a tree that is as the grammar says to what is to be generated.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::{
    Config, Ends, Features, FormatType, Kind, OperationConfig, PropertyConfig, SchemaConfig, Selector, Setting,
    SettingsText, Target,
};

use super::tree::{Item, Member, Mistake};
use super::{OutputSettings, Settings};

/// What the file says; paths in it are relative to its folder.
pub(super) fn settings(file: &Item, name: &str, text: &str, folder: &Path) -> Result<Settings, Vec<Mistake>> {
    let path = |item: &Item| item.text().map(|text| beside(folder, text));
    let tables: Vec<&Item> = file.get("output").map(Item::items).unwrap_or_default().iter().collect();
    let common = OutputSettings {
        document: file.get("document").and_then(path),
        path: file.get("output").and_then(path),
        config: Config::new(),
        text: SettingsText { name: name.to_owned(), text: text.to_owned(), ..SettingsText::default() },
    };
    let mut maker = Maker { output: common, mistakes: Vec::new() };
    maker.file(file);
    let Maker { output: common, mut mistakes } = maker;
    let mut outputs = Vec::new();
    for table in tables {
        let mut maker = Maker { output: common.clone(), mistakes: Vec::new() };
        maker.choices(table);
        maker.output.path = table.get("path").and_then(path);
        maker.output.document = table.get("document").and_then(path).or(maker.output.document);
        mistakes.append(&mut maker.mistakes);
        outputs.push(maker.output);
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(Settings {
        outputs: if outputs.is_empty() { vec![common] } else { outputs },
        root: file.get("root").and_then(path),
        overlays: texts(file.get("overlays")).iter().map(|text| folder.join(text)).collect(),
        allow_remote: texts(file.get("allow-remote")),
        deny_warnings: file.get("deny-warnings").and_then(Item::flag) == Some(true),
    })
}

/// A path as the file means it. URLs are left as they are.
fn beside(folder: &Path, text: &str) -> PathBuf {
    if text.starts_with("https://") || text.starts_with("http://") { PathBuf::from(text) } else { folder.join(text) }
}

fn texts(list: Option<&Item>) -> Vec<String> {
    list.map(Item::items).unwrap_or_default().iter().filter_map(Item::text).map(str::to_owned).collect()
}

/// One output while it fills up.
struct Maker {
    output: OutputSettings,
    mistakes: Vec<Mistake>,
}

impl Maker {
    /// Notes where a decision stands.
    fn stands(&mut self, way: &[&str], range: &std::ops::Range<usize>) {
        let escaped = way.iter().map(|step| step.replace('~', "~0").replace('/', "~1"));
        let pointer = escaped.fold(String::new(), |pointer, step| format!("{pointer}/{step}"));
        self.output.text.ranges.insert(pointer, range.clone());
    }

    /// What a file says of all its outputs.
    fn file(&mut self, file: &Item) {
        self.choices(file);
        self.output.config.keep_going = file.get("keep-going").and_then(Item::flag) == Some(true);
        let members = |key: &str| file.get(key).map(Item::members).unwrap_or_default();
        self.settings(&Target::Document, members("api"));
        members("operations").iter().for_each(|member| self.operation(member));
        members("security").iter().for_each(|member| {
            self.settings(&Target::Security(member.key.clone()), member.item.members());
        });
        members("servers").iter().for_each(|member| self.server(member));
        members("groups").iter().for_each(|member| self.group(member));
        members("schemas").iter().for_each(|member| self.schema(member));
        let formats = file.get("types").and_then(|types| types.get("formats")).map(Item::members).unwrap_or_default();
        for Member { key, range, item } in formats {
            self.stands(&["formats", key], range);
            if let Some(ty) = self.ty(item) {
                self.output.config.formats.insert(key.clone(), ty);
            }
        }
        for Member { key, item, .. } in members("dependencies") {
            self.output.config.dependencies.insert(key.clone(), inline(&item.json()));
        }
    }

    /// What may be said of the whole file and of each output.
    fn choices(&mut self, table: &Item) {
        let word = |key: &str| table.get(key).and_then(Item::text);
        if let Some(name) = word("name") {
            self.output.config.name = Some(name.to_owned());
        }
        if let Some(item) = table.get("version") {
            self.stands(&["version"], &item.range);
            self.output.config.version = item.text().and_then(|text| text.parse().ok());
        }
        match word("ends") {
            Some("client") => self.output.config.ends = Ends::Client,
            Some("server") => self.output.config.ends = Ends::Server,
            Some(_) => self.output.config.ends = Ends::Both,
            None => {}
        }
        match word("features") {
            Some("groups") => self.output.config.features = Features::Groups,
            Some(_) => self.output.config.features = Features::Ends,
            None => {}
        }
        match word("kind") {
            Some("module") => self.output.config.kind = Kind::Module,
            Some(_) => self.output.config.kind = Kind::Crate,
            None => {}
        }
        if let Some(list) = table.get("include") {
            self.output.config.include = self.selectors("include", list);
        }
        if let Some(list) = table.get("exclude") {
            self.output.config.exclude = self.selectors("exclude", list);
        }
    }

    fn selectors(&mut self, key: &str, list: &Item) -> Vec<Selector> {
        for (index, item) in list.items().iter().enumerate() {
            self.stands(&[key, &index.to_string()], &item.range);
        }
        list.items().iter().filter_map(|item| item.text()?.parse().ok()).collect()
    }

    /// Conventions, which become extensions of what they are about.
    fn settings(&mut self, target: &Target, members: &[Member]) {
        for Member { key, range, item } in members {
            let index = self.output.config.settings.len().to_string();
            self.stands(&["settings", &index], range);
            self.output.config.settings.push(Setting { target: target.clone(), name: key.clone(), value: item.json() });
        }
    }

    fn server(&mut self, member: &Member) {
        let named = member.item.members().iter().filter(|it| it.key == "name");
        let named: Vec<Member> = named.map(|it| Member { key: "server-name".to_owned(), ..it.clone() }).collect();
        self.settings(&Target::Server(member.key.clone()), &named);
    }

    fn group(&mut self, Member { key, range, item }: &Member) {
        self.stands(&["groups", key], range);
        self.output.config.groups.insert(key.clone(), item.text().unwrap_or_default().to_owned());
    }

    fn operation(&mut self, Member { key, range, item }: &Member) {
        let Ok(selector) = key.parse() else { return };
        let (names, conventions): (Vec<Member>, Vec<Member>) = item
            .members()
            .iter()
            .cloned()
            .partition(|member| ["name", "group", "request", "parameters"].contains(&member.key.as_str()));
        self.settings(&Target::Operations(selector), &conventions);
        let text = |key: &str| item.get(key).and_then(Item::text).map(str::to_owned);
        let mut operation = OperationConfig::default();
        operation.name = text("name");
        operation.group = text("group");
        operation.request = text("request");
        for Member { key: parameter, range, item } in item.get("parameters").map(Item::members).unwrap_or_default() {
            self.stands(&["operations", key, "parameters", parameter], range);
            operation.parameters.insert(parameter.clone(), item.text().unwrap_or_default().to_owned());
        }
        for member in &names {
            self.stands(&["operations", key, &member.key], &member.range);
        }
        self.stands(&["operations", key], range);
        if !operation.is_empty() {
            self.output.config.operations.insert(key.clone(), operation);
        }
    }

    fn schema(&mut self, Member { key, range, item }: &Member) {
        self.stands(&["schemas", key], range);
        for member in item.members() {
            self.stands(&["schemas", key, &member.key], &member.range);
        }
        let mut schema = SchemaConfig::default();
        schema.name = item.get("name").and_then(Item::text).map(str::to_owned);
        schema.ty = item.get("type").and_then(|ty| self.ty(ty));
        schema.derives = texts(item.get("derives"));
        schema.attributes = texts(item.get("attributes"));
        schema.extensible = item.get("extensible").and_then(Item::flag);
        for kind in ["derives", "attributes"] {
            for (index, item) in item.get(kind).map(Item::items).unwrap_or_default().iter().enumerate() {
                self.stands(&["schemas", key, kind, &index.to_string()], &item.range);
            }
        }
        for Member { key: property, range, item } in item.get("properties").map(Item::members).unwrap_or_default() {
            self.stands(&["schemas", key, "properties", property], range);
            for member in item.members() {
                self.stands(&["schemas", key, "properties", property, &member.key], &member.range);
            }
            let decided = self.property(item);
            schema.properties.insert(property.clone(), decided);
        }
        for Member { key: variant, range, item } in item.get("variants").map(Item::members).unwrap_or_default() {
            self.stands(&["schemas", key, "variants", variant], range);
            schema.variants.insert(variant.clone(), item.text().unwrap_or_default().to_owned());
        }
        self.output.config.schemas.insert(key.clone(), schema);
    }

    fn property(&mut self, item: &Item) -> PropertyConfig {
        let mut property = PropertyConfig::default();
        property.name = item.text().or_else(|| item.get("name")?.text()).map(str::to_owned);
        property.ty = item.get("type").and_then(|ty| self.ty(ty));
        property.required = item.get("required").and_then(Item::flag);
        property.nullable = item.get("nullable").and_then(Item::flag);
        property
    }

    /// The name of a type, or a path and a line of the manifest.
    fn ty(&mut self, item: &Item) -> Option<FormatType> {
        let made = match item.text() {
            Some(name) => name.parse().map_err(|error: specwright::InvalidType| error.to_string()),
            None => of_crate(item),
        };
        made.map_err(|reason| self.mistakes.push(Mistake::new(&item.range, reason))).ok()
    }
}

fn of_crate(item: &Item) -> Result<FormatType, String> {
    let text = |key: &str| item.get(key).and_then(Item::text).unwrap_or_default();
    let (path, line) = (text("type"), text("crate"));
    if toml::from_str::<BTreeMap<String, Value>>(line).is_err() {
        return Err(format!("`{line}` is no line of a manifest, such as `rust_decimal = \"1\"`"));
    }
    let (name, version) = line.split_once('=').unwrap_or_default();
    FormatType::of_crate(path, name.trim(), version).map_err(|error| error.to_string())
}

/// A value as TOML on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members =
                members.iter().map(|(key, value)| format!("{} = {}", Value::from(key.as_str()), inline(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        // Strings of JSON are strings of TOML.
        other => other.to_string(),
    }
}
