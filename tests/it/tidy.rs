//! The rules of this repository that no tool knows: the shape of files, and who may import what.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A hand-written Rust file of this repository.
struct Source {
    /// Relative to the package, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The part of the pipeline that the file belongs to: `spec`, `render`, or the file itself at the root.
    fn part(&self) -> &str {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
    }

    fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// The code without its tests and without comments.
    fn code(&self) -> String {
        if self.is_test() {
            return String::new();
        }
        let lines: Vec<&str> = self.text.lines().collect();
        let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'));
        let lines = lines.into_iter().take(tests.unwrap_or(usize::MAX));
        let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
        lines.flat_map(|line| [line, "\n"]).collect()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a directory of the package, in order.
fn sources(dirs: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut waiting: Vec<PathBuf> = dirs.iter().map(|dir| root().join(dir)).filter(|dir| dir.is_dir()).collect();
    while let Some(dir) = waiting.pop() {
        for entry in fs::read_dir(&dir).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                sources.push(Source { path, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!sources.is_empty());
    sources
}

/// Fails with all complaints at once.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut complaints = Vec::new();
    for Source { path, text } in sources(&["src", "tests", "benches", "examples"]) {
        let lines = text.lines().count();
        if lines > 500 {
            complaints.push(format!("{path}: {lines} lines; the limit is 500"));
        }
        if !text.starts_with("//! ") {
            complaints.push(format!("{path}: does not begin with a `//!` that says what it is"));
        }
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            complaints.push(format!("{path}: does not end in one newline"));
        }
    }
    none(complaints);
}

/// Which parts of the crate a part may name. The leaves may be named by all. The plan carries words of the intermediate
/// representation, such as where a parameter travels, so `emit` names that too.
const IMPORTS: &[(&str, &[&str])] = &[
    ("spec", &["error"]),
    ("lower", &["spec", "ir"]),
    ("ir", &[]),
    ("passes", &["ir"]),
    ("inspect", &["ir", "passes", "plan"]),
    ("compare", &["ir", "plan"]),
    ("plan", &["ir"]),
    ("emit", &["plan", "ir"]),
    ("render", &["emit"]),
    ("output", &["error"]),
    ("runtime", &[]),
    ("config", &[]),
    ("diag", &[]),
    ("name", &[]),
    ("error", &[]),
];

const LEAVES: &[&str] = &["config", "diag", "name"];

/// What follows `crate::` in each place, with groups taken apart: `use crate::{ir::Api, diag::Place}` names two.
fn named_parts(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (index, _) in code.match_indices("crate::") {
        let before = code[..index].chars().next_back();
        if before.is_some_and(|c| c == '$' || c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[index + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let (mut depth, mut first) = (1, String::new());
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 || (depth == 1 && c == ',') {
                        named.push(leading_ident(first.trim()));
                        first.clear();
                    } else {
                        first.push(c);
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            None => named.push(leading_ident(rest)),
        }
    }
    named.retain(|name| !name.is_empty());
    named
}

fn leading_ident(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_stage_names_only_the_one_on_its_left() {
    let allowed: BTreeMap<&str, &[&str]> = IMPORTS.iter().copied().collect();
    let mut complaints = Vec::new();
    for source in sources(&["src"]) {
        // The root, the command and the build script support join the stages; they are on no side of any.
        let Some(allowed) = allowed.get(source.part()) else { continue };
        for name in named_parts(&source.code()) {
            let known = IMPORTS.iter().any(|(part, _)| *part == name);
            if known && name != source.part() && !LEAVES.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
                complaints.push(format!("{}: names `crate::{name}`, which is not on the left of it", source.path));
            }
        }
    }
    none(complaints);
}

#[test]
fn grouped_and_single_imports_are_both_seen() {
    let code =
        "use crate::ir::Api;\nuse crate::{diag::{Place, Pointer}, plan};\nfn f() -> crate::spec::Node {}\n$crate::x";
    assert_eq!(named_parts(code), ["ir", "diag", "plan", "spec"]);
}

/// Where foreign crates may be named. Crates that are not here may be named anywhere.
const FOREIGN: &[(&str, &[&str])] = &[
    ("openapiv3", &["src/spec/"]),
    ("saphyr_parser", &["src/spec/text/events.rs"]),
    ("quote", &["src/emit/"]),
    ("proc_macro2", &["src/emit/", "src/render/"]),
    ("syn", &["src/render/"]),
    ("prettyplease", &["src/render/"]),
    ("minijinja", &["src/render/template.rs"]),
    ("clap", &["src/cli/"]),
    ("toml", &["src/cli/"]),
    ("ureq", &["src/spec/fetch.rs"]),
];

/// Whether code names a crate: as the first segment of a path, or as a macro of that name.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(index, _)| {
        let before = code[..index].trim_end().chars().next_back();
        let glued = code[..index].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"');
        let rest = &code[index + name.len()..];
        let segment = before != Some(':') || code[..index].ends_with("use ::");
        !glued && segment && (rest.starts_with("::") || rest.starts_with("!("))
    })
}

#[test]
fn foreign_crates_stay_in_their_place() {
    let mut complaints = Vec::new();
    for source in sources(&["src"]) {
        let code = source.code();
        for (name, places) in FOREIGN {
            let is_place = places.iter().any(|place| source.path.starts_with(place));
            if !is_place && names_crate(&code, name) {
                complaints.push(format!("{}: names `{name}`, which belongs in {}", source.path, places.join(", ")));
            }
        }
    }
    none(complaints);
}

#[test]
fn crates_are_told_from_modules_and_words() {
    assert!(names_crate("use syn::File;", "syn"));
    assert!(names_crate("let x = quote!(a);", "quote"));
    assert!(!names_crate("use crate::quote::x;", "quote"));
    assert!(!names_crate("fn async_syn::x", "syn"));
    assert!(!names_crate("let toml = 1;", "toml"));
}

/// Only these touch the disk, the environment or the standard streams: the rest is pure.
const IMPURE: &[(&str, &[&str])] = &[
    ("std::fs", &["src/output/", "src/spec/load.rs", "src/cli/"]),
    ("std::env::", &["src/cargo.rs", "src/cli/", "src/main.rs", "src/runtime/", "src/spec/bounds.rs"]),
    // The plan names the types of addresses, as text.
    ("std::net", &["src/plan/rust_type.rs", "src/spec/", "src/runtime/"]),
    ("io::stdout", &["src/cargo.rs", "src/cli/"]),
    ("io::stderr", &["src/cli/"]),
    ("process::exit", &["src/cargo.rs"]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("RandomState", &[]),
    ("SystemTime", &["src/runtime/", "src/cli/watch.rs"]),
];

#[test]
fn effects_stay_in_their_place_and_order_is_never_random() {
    let mut complaints = Vec::new();
    for source in sources(&["src"]) {
        let code = source.code();
        for (name, places) in IMPURE {
            if code.contains(name) && !places.iter().any(|place| source.path.starts_with(place)) {
                complaints.push(format!("{}: names `{name}`", source.path));
            }
        }
    }
    none(complaints);
}

/// Whether a line names a place that only exists on the machine of its author.
fn is_of_one_machine(line: &str) -> bool {
    let homes = ["/home/", "/Users/", "/root/", "/tmp/", "C:\\Users"];
    homes.iter().any(|home| {
        line.match_indices(home).any(|(index, _)| !line[..index].ends_with(|c: char| c.is_alphanumeric() || c == '}'))
    })
}

#[test]
fn nothing_is_of_one_machine() {
    let mut complaints = Vec::new();
    let listed = std::process::Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let files = match listed {
        Ok(listed) if listed.status.success() => String::from_utf8(listed.stdout).unwrap(),
        // A package from the registry has no history.
        _ => return,
    };
    for path in files.split('\0').filter(|path| !path.is_empty() && *path != "tests/it/tidy.rs") {
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        // Documents and what is generated from them say what their authors say.
        if path.starts_with("specs/") || path.starts_with("generated/") {
            continue;
        }
        // The README's command writes where every Unix lets a newcomer write.
        let text = if path == "README.md" { text.replace("/tmp/resources-api", "DIR") } else { text };
        for (index, line) in text.lines().enumerate().filter(|(_, line)| is_of_one_machine(line)) {
            complaints.push(format!("{path}:{}: {}", index + 1, line.trim()));
        }
    }
    none(complaints);
}

#[test]
fn paths_of_machines_are_told_from_paths_of_urls() {
    assert!(is_of_one_machine("cd /home/someone"));
    assert!(is_of_one_machine("\"/root/x\""));
    assert!(is_of_one_machine("\"/tmp/x\""));
    assert!(!is_of_one_machine("https://api.example/home/x"));
    assert!(!is_of_one_machine("/users/{id}/tmp/"));
}

/// A literal over several lines would change when its file is indented into the text for a build script.
#[test]
fn the_runtime_has_no_literals_over_several_lines() {
    let mut complaints = Vec::new();
    for source in sources(&["src/runtime"]) {
        for (index, line) in source.code().lines().enumerate() {
            let quotes = line.replace("\\\\", "").replace("\\\"", "").replace("'\"'", "").matches('"').count();
            if quotes % 2 == 1 && !line.trim_end().ends_with('\\') {
                complaints.push(format!("{}: line {} of its code opens a literal: {line}", source.path, index + 1));
            }
        }
    }
    none(complaints);
}
