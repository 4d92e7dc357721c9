//! Overlays: what they change is generated, and what is wrong with them is told where it stands.

use super::{Folder, text};

const OVERLAY: &str = "overlay: 1.1.0\ninfo: { title: Changes, version: '1' }\nextends: zoo.yaml\nactions:\n\
                       - { target: \"$.paths['/visits']\", remove: true }\n\
                       - target: $.components.schemas.Pet.properties\n  update: { nickName: { type: string } }\n";

#[test]
fn overlays_are_applied_in_order_before_anything_else() {
    let folder = Folder::with("overlays", "overlays = [\"one.yaml\"]\n");
    folder.write("one.yaml", OVERLAY);
    let two = "overlay: 1.0.0\ninfo: { title: More, version: '1' }\nactions:\n\
               - target: $.components.schemas.Pet.properties.nickName\n  update: { format: uuid }\n";
    folder.write("two.yaml", two);
    folder.succeed(&["generate", "--overlay", "two.yaml"]);
    assert!(folder.read("out/src/types/pet.rs").contains("pub nick_name: Option<uuid::Uuid>"));
    assert!(!folder.has("out/src/client/visits.rs"));
    let document: serde_json::Value =
        serde_json::from_str(&folder.succeed(&["inspect", "--overlay", "two.yaml", "--stage", "document"])).unwrap();
    assert_eq!(document["components"]["schemas"]["Pet"]["properties"]["nickName"]["format"], "uuid");
    assert!(document["paths"].get("/visits").is_none() && document["openapi"] == "3.1.0");
}

/// That nothing was generated shows in that nothing was said: the document has a warning.
#[test]
fn overlays_are_checked_by_their_digests() {
    let folder = Folder::with("locked", "overlays = [\"one.yaml\"]\n");
    folder.write("one.yaml", &format!("{OVERLAY}- {{ target: $.info, update: {{ version: 1 }} }}\n"));
    assert!(text(&folder.run(&["generate"]).stderr).contains("warning"));
    let unchanged = folder.run(&["generate", "--check"]);
    assert_eq!((text(&unchanged.stdout), text(&unchanged.stderr)), ("up to date\n", ""));
    let others = folder.run(&["generate", "--check", "--overlay", "one.yaml"]);
    let said = text(&others.stdout);
    assert!(said.contains("`overlays` is [\"one.yaml\",\"one.yaml\"] instead of [\"one.yaml\"]\n"), "{said}");
    folder.write("one.yaml", OVERLAY);
    let said = folder.run(&["generate", "--check"]);
    assert_eq!(said.status.code(), Some(1));
    assert!(text(&said.stdout).starts_with("an overlay changed: one.yaml\n"), "{}", text(&said.stdout));
}

#[test]
fn what_is_wrong_with_an_overlay_is_told_in_it() {
    let folder = Folder::new("wrong");
    let overlay =
        OVERLAY.replace("{ type: string }", "{ $ref: '#/components/schemas/Nick' }").replace("/visits", "/none");
    folder.write("wrong.yaml", &overlay);
    let said = folder.fail(&["validate", "zoo.yaml", "--overlay", "wrong.yaml"], 1);
    assert!(said.contains("wrong.yaml:5:13 (#/actions/0/target)"), "{said}");
    assert!(said.contains("wrong.yaml:7:31 (#/components/schemas/Pet/properties/nickName/$ref)"), "{said}");
    folder.write("no.yaml", "openapi: 3.0.0\n");
    let said = folder.fail(&["validate", "zoo.yaml", "--overlay", "no.yaml", "--keep-going"], 1);
    assert!(said.contains("error[not-an-overlay]") && said.contains("no.yaml:1:1"), "{said}");
    assert!(folder.fail(&["validate", "zoo.yaml", "--overlay", "missing.yaml"], 2).contains("missing.yaml"));
}
