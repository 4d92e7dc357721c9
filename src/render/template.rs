//! The files that are not Rust: manifest, README and what git ignores. The only user of minijinja.
//!
//! Templates have loops and values, no logic. Undefined values are errors, and nothing is escaped unasked: what a value
//! may contain is decided here, by the syntax that it goes into.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use super::deps::{Dependency, dependencies};
use super::rust::{Unprintable, header};
use crate::emit::package::{Package, ReadmeGroup};

/// The release of Rust that generated code needs.
const RUST_VERSION: &str = "1.88";

const TEMPLATES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("../../templates/Cargo.toml.j2")),
    ("README.md", include_str!("../../templates/README.md.j2")),
    ("rustfmt.toml", include_str!("../../templates/rustfmt.toml.j2")),
    (".gitignore", include_str!("../../templates/gitignore.j2")),
];

/// The files of a package beside its sources, by path.
pub fn package_files(package: &Package) -> Result<Vec<(String, String)>, Unprintable> {
    let environment = environment();
    let values = values(package);
    TEMPLATES
        .iter()
        .map(|(path, template)| {
            let text = environment.render_str(template, &values).map_err(|error| Unprintable {
                path: (*path).to_owned(),
                message: error.to_string(),
                text: (*template).to_owned(),
            })?;
            Ok(((*path).to_owned(), text))
        })
        .collect()
}

/// The dependencies of a text for build scripts, as lines for the manifest of the crate that includes it.
pub fn dependency_lines(package: &Package) -> Vec<String> {
    let lines = lines_of(package, &needed(package));
    lines.into_iter().map(|(name, value)| format!("{name} = {value}")).collect()
}

/// What the crate around a module needs: the dependencies, as the commands that add them, and attributes.
pub fn additions(package: &Package) -> Vec<String> {
    let own = needed(package).into_iter().filter(|(name, _)| !package.dependencies.contains_key(*name));
    let own = own.map(|(name, Dependency { version, default_features, features, .. })| {
        let mut command = format!("cargo add {name}@{version}");
        if !default_features {
            command.push_str(" --no-default-features");
        }
        if !features.is_empty() {
            command.push_str(&format!(" --features {}", features.join(",")));
        }
        command
    });
    let configured = package.dependencies.iter().map(|(name, value)| {
        match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(version) => format!("cargo add {name}@{version}"),
            None => format!("{name} = {value}    # under [dependencies]"),
        }
    });
    let limit = package.recursion_limit;
    let attribute = limit.map(|limit| format!("#![recursion_limit = \"{limit}\"]    // in the root of the crate"));
    own.chain(configured).chain(attribute).collect()
}

/// The dependencies where there are no features, so that none is optional.
fn needed(package: &Package) -> BTreeMap<&'static str, Dependency> {
    let needed = dependencies(package)
        .into_iter()
        .filter(|(_, it)| it.ends.always || (it.ends.client && package.client) || (it.ends.server && package.server));
    let needed = needed.map(|(name, mut dependency): (&'static str, Dependency)| {
        dependency.ends.always = true;
        (name, dependency)
    });
    needed.collect()
}

/// What the manifest says of each crate. Of one that the configuration names, it says what is written there.
fn lines_of(package: &Package, dependencies: &BTreeMap<&'static str, Dependency>) -> BTreeMap<String, String> {
    let own = dependencies.iter().map(|(name, dependency)| ((*name).to_owned(), toml_dependency(dependency)));
    own.chain(package.dependencies.clone()).collect()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("these delimiters are the default"));
    environment.add_filter("toml_string", |text: String| toml_string(&text));
    environment.add_filter("comment", |text: String| comment(&text));
    environment
}

fn values(package: &Package) -> Value {
    let dependencies = dependencies(package);
    let features = features(package, &dependencies.iter().map(|(name, it)| (*name, it)).collect::<Vec<_>>());
    context! {
        header => header(&package.spec).trim_start_matches('/').trim(),
        name => package.name.as_str(),
        version => package.version.as_str(),
        title => line(&package.title),
        description => package.description.trim(),
        summary => summary(package),
        rust_version => RUST_VERSION,
        generator => env!("CARGO_PKG_VERSION"),
        features => Value::from_iter(features.into_iter().map(|(name, enables)| {
            context! { name => name, value => toml_array(&enables) }
        })),
        dependencies => Value::from_iter(lines_of(package, &dependencies).into_iter().map(|(name, value)| {
            context! { name => name, value => value }
        })),
        all => Value::from_iter(package.features.iter().map(String::as_str)),
        part => Value::from_iter(part(package)),
        client => present(&package.readme.client),
        server => present(&package.readme.server),
        variables => lists(&package.readme.variables),
        groups => Value::from_iter(package.readme.groups.iter().map(group)),
    }
}

/// A list of the text, or of nothing, so that a template leaves out the section around it.
fn present(code: &str) -> Value {
    Value::from_iter(Some(code.trim()).filter(|code| !code.is_empty()))
}

fn lists(variables: &[(String, String)]) -> Value {
    let list = variables.iter().map(|(name, holds)| context! { name => code(name), holds => line(holds) });
    Value::from_iter((!variables.is_empty()).then(|| Value::from_iter(list)))
}

fn group(group: &ReadmeGroup) -> Value {
    let operations = group.operations.iter().map(|operation| {
        context! {
            call => cell(&code(&operation.call)),
            route => cell(&code(&operation.route)),
            summary => cell(&line(&operation.summary)),
        }
    });
    context! { title => line(&group.title), operations => Value::from_iter(operations) }
}

/// The features of who needs one end and one group; nothing if groups are no features.
fn part(package: &Package) -> Option<String> {
    let end = if package.client { "client" } else { "server" };
    Some(toml_array(&[end.to_owned(), package.group.clone()?]))
}

/// The features: `default`, the ends with the dependencies that are theirs, then `all` and what it stands for.
fn features(package: &Package, dependencies: &[(&str, &Dependency)]) -> Vec<(String, Vec<String>)> {
    let optional = |end: fn(&Dependency) -> bool| -> Vec<String> {
        let needed = dependencies.iter().filter(|(_, it)| !it.ends.always && end(it));
        needed.map(|(name, _)| format!("dep:{name}")).collect()
    };
    let mut default: Vec<String> = if package.client { vec!["client".into()] } else { Vec::new() };
    default.extend((!package.features.is_empty()).then(|| "all".to_owned()));
    let mut features = vec![("default".to_owned(), default)];
    if package.client {
        features.push(("client".to_owned(), optional(|it| it.ends.client)));
    }
    if package.server {
        features.push(("server".to_owned(), optional(|it| it.ends.server)));
    }
    if !package.features.is_empty() {
        features.push(("all".to_owned(), package.features.clone()));
        features.extend(package.features.iter().map(|name| (name.clone(), Vec::new())));
    }
    features
}

fn toml_dependency(dependency: &Dependency) -> String {
    let mut value = format!("{{ version = {}", toml_string(dependency.version));
    if !dependency.default_features {
        value.push_str(", default-features = false");
    }
    if !dependency.features.is_empty() {
        let features: Vec<String> = dependency.features.iter().map(|feature| toml_string(feature)).collect();
        value.push_str(&format!(", features = [{}]", features.join(", ")));
    }
    if !dependency.ends.always {
        value.push_str(", optional = true");
    }
    value.push_str(" }");
    value
}

/// An array, on one line if it is short.
fn toml_array(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| toml_string(item)).collect();
    let inline = format!("[{}]", items.join(", "));
    if inline.len() <= 80 { inline } else { format!("[\n    {},\n]", items.join(",\n    ")) }
}

/// A basic string, TOML 1.0, "String".
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text that stays inside of a `#` line and of an HTML comment.
fn comment(text: &str) -> String {
    line(text).replace("--", "- -").replace("<!", "< !")
}

/// Text on one line.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Text between backticks.
fn code(text: &str) -> String {
    line(text).replace('`', "'")
}

/// Text in a cell of a table, GitHub Flavored Markdown, "Tables".
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|")
}

/// The description for package registries: the first paragraph, in a line.
fn summary(package: &Package) -> String {
    let paragraph = line(package.description.split("\n\n").next().unwrap_or_default());
    let text = if paragraph.is_empty() { line(&package.title) } else { paragraph };
    if text.chars().count() <= 200 {
        return text;
    }
    let cut: String = text.chars().take(199).collect();
    let kept = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::package::{Ends, Need, Readme, ReadmeOperation};

    fn package() -> Package {
        let always = Ends { always: true, ..Ends::default() };
        let (client, server) = (Ends { client: true, ..Ends::default() }, Ends { server: true, ..Ends::default() });
        let both = Ends { client: true, server: true, always: false };
        Package {
            name: "pets-api".into(),
            version: "1.2.3".into(),
            title: "Pets".into(),
            description: "Pets and their owners.\n\nMore.".into(),
            spec: "pets.yaml".into(),
            client: true,
            server: true,
            features: vec![],
            group: None,
            needs: [(Need::Json, always), (Need::Http, both), (Need::Client, client), (Need::Server, server)].into(),
            dependencies: [("rust_decimal".to_owned(), "{ version = \"1\" }".to_owned())].into(),
            recursion_limit: None,
            readme: Readme {
                client: "let client = Client::from_env()?;\n".into(),
                server: "axum::serve(listener, router).await?;".into(),
                variables: vec![("PETS_API_KEY".into(), "the API key".into())],
                groups: vec![ReadmeGroup {
                    title: "Pets".into(),
                    operations: vec![ReadmeOperation {
                        call: "client.pets().list()".into(),
                        route: "GET /pets".into(),
                        summary: "Lists a|b.".into(),
                    }],
                }],
            },
        }
    }

    fn file(package: &Package, path: &str) -> String {
        package_files(package).unwrap().into_iter().find(|(it, _)| it == path).unwrap().1
    }

    #[test]
    fn files_of_a_package() {
        insta::assert_snapshot!("manifest", file(&package(), "Cargo.toml"));
        insta::assert_snapshot!("readme", file(&package(), "README.md"));
        insta::assert_snapshot!("gitignore", file(&package(), ".gitignore"));
    }

    #[test]
    fn sections_without_content_are_left_out() {
        let readme = file(&Package { readme: Readme::default(), ..package() }, "README.md");
        assert!(readme.ends_with("Pets and their owners.\n\nMore.\n"), "{readme}");
    }

    #[test]
    fn no_text_of_a_document_becomes_toml_or_ends_a_comment() {
        let hostile = "x\"\n[dependencies]\nevil = { path = '/' } # \\ \u{7f}\u{1}--> <script>";
        let package = Package {
            name: "pets".into(),
            version: hostile.into(),
            title: hostile.into(),
            description: hostile.into(),
            spec: hostile.into(),
            ..package()
        };
        let manifest = file(&package, "Cargo.toml");
        assert!(!manifest.contains("\n[dependencies]\nevil"), "{manifest}");
        assert_eq!(manifest.matches("\n[").count(), 4, "{manifest}");
        let readme = file(&package, "README.md");
        assert_eq!(readme.lines().next().map(|line| line.matches("-->").count()), Some(1), "{readme}");
        assert_eq!(file(&package, ".gitignore").lines().count(), 4);
    }

    #[test]
    fn a_dependency_of_both_ends_is_optional_and_one_of_the_types_is_not() {
        let manifest = file(&package(), "Cargo.toml");
        let line =
            |name: &str| manifest.lines().find(|line| line.starts_with(&format!("{name} = {{"))).unwrap().to_owned();
        assert!(line("http").ends_with("optional = true }"));
        assert!(!line("serde_json").contains("optional"));
        assert_eq!(manifest.matches("\"dep:http\"").count(), 2);
    }

    #[test]
    fn a_build_script_needs_what_its_ends_need() {
        let lines = dependency_lines(&Package { server: false, ..package() });
        assert!(lines.iter().any(|line| line.starts_with("reqwest = ") && !line.contains("optional")));
        assert!(!lines.iter().any(|line| line.starts_with("axum = ")));
    }

    #[test]
    fn long_descriptions_are_cut_at_a_word() {
        let package = Package { description: "word ".repeat(100), ..package() };
        assert!(summary(&package).ends_with("word…") && summary(&package).chars().count() <= 200);
    }
}
