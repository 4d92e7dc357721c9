//! `specwright init`: the file that it writes is one, whatever of it is uncommented.

use super::Folder;

#[test]
fn a_first_file_changes_nothing_with_its_examples_or_without() {
    let folder = Folder::new("init");
    folder.succeed(&["init", "zoo.yaml"]);
    folder.succeed(&["generate"]);
    let written = folder.read("specwright.toml");
    let uncommented = written.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') || rest.starts_with("    ") => format!("{rest}\n"),
        _ => format!("{line}\n"),
    });
    let uncommented: String = uncommented.collect();
    assert!(
        uncommented.lines().filter(|line| !line.starts_with('#') && line.contains('=')).count() > 12,
        "{uncommented}"
    );
    folder.write("specwright.toml", &uncommented);
    // The lock tells that there is more in the configuration.
    let said = folder.succeed(&["generate"]);
    assert!(said.starts_with("zoo: 1 files written, 0 removed, "), "{said}");
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::with("overwrite", "name = \"mine\"\n");
    let before = folder.read("specwright.toml");
    assert!(folder.fail(&["init", "zoo.yaml"], 2).contains("is left as it is"));
    assert_eq!(folder.read("specwright.toml"), before);
}

#[test]
fn a_document_in_error_gets_none() {
    let folder = Folder::new("error");
    folder.write("bad.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {a: {}}\n");
    assert!(folder.fail(&["init", "bad.yaml"], 1).contains("bad.yaml:3"));
    assert!(!folder.has("specwright.toml"));
}
