//! Tests of overlays: what each action does to a tree, what is said of those that cannot be done, and where things stand.

use serde_json::json;

use super::super::Loader;
use super::*;

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: /a}, {url: /b}, {url: /c}]\n\
                        tags: [{name: x}]\npaths: {/a: {get: {tags: [one, two], summary: S}}, /b: {}}\n";

/// The tree after these actions, and what was said: the code and the pointer in the overlay.
fn patched(actions: &str) -> (Value, Vec<String>) {
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let mut diag = Diagnostics::default();
    let mut tree = text::parse(DOCUMENT, FileId(0), &mut diag).tree;
    let parsed = text::parse(&text, FileId(1), &mut diag).tree;
    let location = Location::File("/api/o.yaml".into());
    let overlay = Overlay { file: FileId(1), location: location.clone(), tree: parsed };
    apply(&overlay, &location, &mut tree, &mut Origins::default(), &mut diag);
    let said = diag.iter().map(|said| format!("{} {}", said.code, said.place.pointer));
    (tree, said.collect())
}

#[test]
fn actions_do_what_the_standard_says() {
    let table = [
        (
            "- {target: $.info, update: {title: U, contact: {name: N}}}",
            "/info",
            json!({"title": "U", "version": "1", "contact": {"name": "N"}}),
        ),
        ("- {target: $.info.title, update: U}", "/info/title", json!("U")),
        ("- {target: $.tags, update: {name: y}}", "/tags", json!([{"name": "x"}, {"name": "y"}])),
        (
            "- {target: $.tags, update: [{name: y}, {name: z}]}",
            "/tags",
            json!([{"name": "x"}, {"name": "y"}, {"name": "z"}]),
        ),
        ("- {target: $, update: {tags: [{name: y}]}}", "/tags", json!([{"name": "x"}, {"name": "y"}])),
        ("- {target: '$.paths.*.get.tags[?@ == ''one'']', remove: true}", "/paths/~1a/get/tags", json!(["two"])),
        ("- {target: '$.servers[?match(@.url, ''/[ac]'')]', remove: true}", "/servers", json!([{"url": "/b"}])),
        ("- {target: '$.paths[''/a'']', remove: true}", "/paths", json!({"/b": {}})),
        (
            "- {target: '$.paths[''/b'']', copy: '$.paths[''/a'']'}",
            "/paths/~1b",
            json!({"get": {"tags": ["one", "two"], "summary": "S"}}),
        ),
        (
            "- {target: $.paths, update: {/c: {}}}\n- {target: '$.paths[''/c'']', copy: '$.paths[''/a'']'}\n- {target: '$.paths[''/a'']', remove: true}",
            "/paths",
            json!({"/b": {}, "/c": {"get": {"tags": ["one", "two"], "summary": "S"}}}),
        ),
        ("- {target: $.paths.*, update: {x-safe: true}}", "/paths/~1b", json!({"x-safe": true})),
        ("- {target: $.info, update: {title: U}, remove: true}", "/info", Value::Null),
    ];
    for (actions, pointer, expected) in table {
        let (tree, said) = patched(actions);
        assert_eq!(said, Vec::<String>::new(), "{actions}");
        assert_eq!(tree.pointer(pointer).cloned().unwrap_or_default(), expected, "{actions}");
    }
}

#[test]
fn what_cannot_be_done_is_told_with_its_action() {
    let table = [
        ("- {target: $.nothing, remove: true}", "unused-action /actions/0/target"),
        ("- {target: '$.[', remove: true}", "not-a-query /actions/0/target"),
        ("- {target: $.info}", "unfit-action /actions/0"),
        ("- {target: $.info, update: {}, copy: $.info}", "unfit-action /actions/0"),
        ("- {update: {}}", "missing-field /actions/0"),
        ("- {target: $.info, update: {title: {a: b}}}", "unfit-action /actions/0/update/title"),
        ("- {target: $.info, update: 1}", "unfit-action /actions/0/update"),
        ("- {target: $.*, update: {}}", "unfit-action /actions/0/update"),
        ("- {target: $.info, copy: $.paths.*}", "unfit-action /actions/0/copy"),
        ("- {target: $, remove: true}", "unfit-action /actions/0"),
        ("- {target: $.info, remove: 1}", "wrong-type /actions/0/remove"),
        ("- {target: $.info, delete: true, remove: true}", "unknown-field /actions/0/delete"),
        ("- 1", "wrong-type /actions/0"),
        (" []", "missing-field "),
    ];
    for (actions, expected) in table {
        assert_eq!(patched(actions).1, [expected], "{actions}");
    }
    let twice = "- {target: $.paths, update: {x: {}}}\n".to_owned() + &"- {target: $.paths.x, copy: $}\n".repeat(100);
    let (_, said) = patched(&twice);
    assert!(said.iter().any(|said| said.starts_with("nested-too-deeply") || said.starts_with("too-large")), "{said:?}");
}

#[test]
fn what_overlays_move_is_known_by_where_it_stands() {
    let text = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n- {target: '$.servers[0]', remove: true}\n\
                - {target: $.paths, update: {/c: {get: {x: 1}}}}\n- {target: '$.paths[''/b'']', copy: '$.paths[''/c'']'}\n\
                - {target: '$.paths[''/c''].get', update: {y: 2}}\n";
    let mut diag = Diagnostics::default();
    let mut tree = text::parse(DOCUMENT, FileId(0), &mut diag).tree;
    let parsed = text::parse(text, FileId(1), &mut diag).tree;
    let location = Location::File("/api/o.yaml".into());
    let (mut origins, overlay) =
        (Origins::default(), Overlay { file: FileId(1), location: location.clone(), tree: parsed });
    apply(&overlay, &location, &mut tree, &mut origins, &mut diag);
    let of = |pointer: &str| {
        let place = origins.of(pointer);
        format!("{} {}", place.file.0, place.pointer)
    };
    assert_eq!(of("/servers/1/url"), "0 /servers/2/url");
    assert_eq!(of("/paths/~1a/get"), "0 /paths/~1a/get");
    assert_eq!(of("/paths/~1c/get/x"), "1 /actions/1/update/~1c/get/x");
    assert_eq!(of("/paths/~1b/get/x"), "1 /actions/1/update/~1c/get/x");
    assert_eq!(of("/paths/~1c/get/y"), "1 /actions/3/update/y");
}

#[test]
fn an_overlay_for_another_document_is_applied_with_a_warning() {
    let dir = std::env::temp_dir().join(format!("specwright-overlay-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("d.yaml"), DOCUMENT).unwrap();
    let said = |extends: &str, version: &str| {
        let text = format!(
            "overlay: {version}\ninfo: {{title: T, version: '1'}}\nextends: {extends}\nactions: [{{target: $.info, update: {{title: U}}}}]\n"
        );
        std::fs::write(dir.join("o.yaml"), text).unwrap();
        let document = Loader::new().overlay(dir.join("o.yaml")).load(dir.join("d.yaml")).unwrap();
        let codes: Vec<&str> = document.findings().iter().map(|said| said.code).collect();
        (
            codes.contains(&"other-document"),
            codes.contains(&"unsupported-version"),
            document.effective()["info"]["title"].clone(),
        )
    };
    assert_eq!(said("./d.yaml", "1.0.0"), (false, false, json!("U")));
    assert_eq!(said("e.yaml", "1.1.3"), (true, false, json!("U")));
    assert_eq!(said("d.yaml", "2.0.0"), (false, true, json!("T")));
    std::fs::remove_dir_all(&dir).unwrap();
}
