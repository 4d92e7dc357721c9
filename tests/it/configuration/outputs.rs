//! What is generated and where it goes.

use super::Folder;

#[test]
fn without_a_document_the_settings_of_the_folder_count() {
    let folder = Folder::with("folder", "name = \"zoo\"\nends = \"client\"\n");
    assert!(folder.succeed(&["generate"]).starts_with("out: "));
    assert!(folder.read("out/Cargo.toml").contains("name = \"zoo\"") && !folder.has("out/src/server"));
    assert_eq!(folder.succeed(&["generate", "--check"]), "up to date\n");
    assert_eq!(folder.succeed(&["validate"]), "zoo.yaml: no errors\n");
    assert!(folder.succeed(&["inspect"]).contains("GET   /pets"));
}

#[test]
fn arguments_win_over_the_file() {
    let folder = Folder::with("arguments", "name = \"zoo\"\nends = \"client\"\ninclude = [\"tag:pets\"]\n");
    folder.succeed(&["generate", "--output", "else", "--name", "other", "--only", "server", "--include", "tag:visits"]);
    assert!(folder.read("else/Cargo.toml").contains("name = \"other\"") && !folder.has("out"));
    assert!(folder.has("else/src/server") && !folder.has("else/src/client") && !folder.has("else/src/types/pet.rs"));
}

#[test]
fn paths_are_relative_to_the_file() {
    let folder = Folder::new("relative");
    folder.write("api/zoo.yaml", &folder.read("zoo.yaml"));
    folder.write("api/specwright.toml", "document = \"zoo.yaml\"\noutput = \"out\"\n");
    folder.succeed(&["generate", "--config", "api/specwright.toml"]);
    assert!(folder.has("api/out/src/lib.rs"));
}

#[test]
fn what_is_missing_is_asked_for() {
    let folder = Folder::new("missing");
    assert!(folder.fail(&["generate"], 2).contains("specwright init SPEC"));
    assert!(folder.fail(&["generate", "zoo.yaml"], 2).contains("--output DIR"));
    folder.write("specwright.toml", "output = \"out\"\n");
    assert!(folder.fail(&["generate"], 2).contains("`document`"));
}

#[test]
fn a_file_has_several_outputs_and_each_is_a_crate_or_a_module() {
    let settings = "document = \"zoo.yaml\"\n[[output]]\npath = \"client\"\nname = \"zoo-client\"\nends = \"client\"\n\
                    [[output]]\npath = \"app/src/zoo\"\nkind = \"module\"\nends = \"server\"\nexclude = [\"tag:visits\"]\n";
    let folder = Folder::new("several");
    folder.write("specwright.toml", settings);
    folder.write("app/src/zoo/mine.rs", "// mine\n");
    let said = folder.succeed(&["generate"]);
    assert!(folder.has("client/Cargo.toml") && !folder.has("client/src/server"));
    assert!(folder.has("app/src/zoo/mod.rs") && !folder.has("app/src/zoo/Cargo.toml") && !folder.has("app/Cargo.toml"));
    assert!(!folder.read("app/src/zoo/mod.rs").contains("feature"));
    assert!(folder.has("client/src/types/visit.rs") && !folder.has("app/src/zoo/types/visit.rs"));
    assert_eq!(folder.read("app/src/zoo/mine.rs"), "// mine\n");
    assert!(said.contains("    cargo add axum@0.8.4 --no-default-features\n"), "{said}");
    assert!(!said.contains("reqwest"), "{said}");
    assert_eq!(folder.succeed(&["generate", "--check"]), "up to date\nup to date\n");
    assert!(folder.fail(&["generate", "--output", "x"], 2).contains("several"));
}

#[test]
fn mistakes_in_the_file_are_told_all_at_once_with_their_places() {
    let folder = Folder::with("mistakes", "nmae = \"x\"\n[schemas.Pet]\nrenames = 1\n");
    let said = folder.fail(&["generate"], 2);
    let expected = "error: specwright.toml:3:1: there is no setting `nmae`; did you mean `name`?\n\
                    error: specwright.toml:5:1: `schemas.Pet` has no setting `renames`; known are name, type, derives, \
                    attributes, extensible, properties, variants\n";
    assert_eq!(said, expected);
}

#[test]
fn the_schema_of_the_file_is_printed() {
    let schema = Folder::new("schema").succeed(&["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(schema["properties"]["schemas"]["description"].is_string());
}
