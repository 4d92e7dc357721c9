//! Documents in several files: what may refer to what, and what may not be read.

use std::fs;
use std::path::PathBuf;

use specwright::{Document, Loader, Severity};

/// Files in a folder that goes away with the test. It is a working tree of its own, unless it is to be none.
struct Layout(PathBuf);

impl Layout {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-refs-{}-{name}", std::process::id())).join("tree");
        let _ = fs::remove_dir_all(&dir);
        for (path, text) in files {
            let path = dir.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(dir)
    }

    fn load(&self, path: &str) -> Document {
        Document::load(self.0.join(path)).unwrap()
    }
}

impl Drop for Layout {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

/// Severity, code and the text that was marked.
fn findings(document: &Document) -> Vec<(Severity, &'static str, String)> {
    document.findings().iter().map(|it| (it.severity, it.code, it.message.clone())).collect()
}

const ROOT: &str = "
openapi: 3.1.0
info: {title: Layout, version: '1', description: {$ref: docs/intro.md}}
paths: {$ref: paths.yaml}
components:
  schemas: {$ref: 'schemas/all.json'}
  parameters: {limit: {$ref: parts/limit}}
  responses: {Problem: {description: A problem}}
  securitySchemes: {$ref: 'security.yaml#/schemes'}
";

const PATHS: &str = "
/pets:
  $ref: path%20items/pets.yaml
/pets/{id}:
  get:
    $ref: 'path items/pets.yaml#/get'
";

const PETS: &str = "
get:
  parameters: {$ref: '../parts/list.yaml#/parameters'}
  responses:
    '200':
      description: Pets
      content: {application/json: {schema: {$ref: '../schemas/all.json#/Pet'}}}
    default: {$ref: '#/components/responses/Problem'}
";

#[test]
fn every_layout_is_one_document() {
    let layout = Layout::new(
        "layout",
        &[
            ("openapi.yaml", ROOT),
            ("docs/intro.md", "# Hello\n\n: not YAML ["),
            ("paths.yaml", PATHS),
            ("path items/pets.yaml", PETS),
            ("parts/list.yaml", "parameters: [{$ref: limit}]"),
            ("parts/limit", "{\"name\": \"limit\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}}"),
            ("schemas/all.json", "{\"Pet\": {\"properties\": {\"owner\": {\"$ref\": \"owner.yml\"}}}}"),
            ("schemas/owner.yml", "properties: {pets: {type: array, items: {$ref: 'all.json#/Pet'}}}"),
            ("security.yaml", "schemes: {key: {type: http, scheme: bearer}}"),
        ],
    );
    let document = layout.load("openapi.yaml");
    let found = findings(&document);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].2.contains("is read as") && found[0].2.contains("#/components/responses/Problem"), "{found:?}");
    assert_eq!(document.files().count(), 9);
    let (inspection, findings) = specwright::inspect(&document, &specwright::Config::new());
    let text = inspection.to_string();
    assert!(!findings.has_errors(), "{}", document.listing(&findings, false));
    assert!(text.contains("/pets/{id}") && text.contains("bearer"), "{text}");
}

#[test]
fn schemas_in_files_of_their_own_are_called_like_the_component_or_the_file() {
    let root = "
openapi: 3.1.0
info: {title: Files, version: '1'}
paths:
  /a: {get: {responses: {'200': {description: A, content: {application/json: {schema: {$ref: schemas/Detail.yaml}}}}}}}
components:
  schemas:
    Pet: {$ref: schemas/animal.yaml}
    Same: {$ref: '#/components/schemas/Pet'}
    Refined: {$ref: schemas/refined.yaml}
";
    let layout = Layout::new(
        "names",
        &[
            ("api.yaml", root),
            ("schemas/animal.yaml", "type: object\nproperties: {name: {type: string}}"),
            ("schemas/Detail.yaml", "type: object\nproperties: {of: {$ref: animal.yaml}, same: {$ref: refined.yaml}}"),
            ("schemas/refined.yaml", "$ref: animal.yaml\nproperties: {age: {type: integer}}\nrequired: [age]"),
        ],
    );
    let output = specwright::generate(&layout.load("api.yaml"), &Default::default()).unwrap();
    let file = |path: &str| output.files().find(|(known, _)| *known == path).map(|(_, text)| text).unwrap_or_default();
    assert!(file("src/types/detail.rs").contains("pub of: Option<Pet>"), "{}", file("src/types/detail.rs"));
    assert!(file("src/types/pet.rs").contains("pub name: Option<String>"));
    let refined = file("src/types/refined.rs");
    assert!(refined.contains("pub name: Option<String>") && refined.contains("pub age: i64"), "{refined}");
    assert!(file("src/types/mod.rs").contains("pub type Same = Pet;"));
}

#[test]
fn references_stay_within_the_working_tree() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1', description: {$ref: ../docs/intro.md}}\npaths: {}\n\
                components: {schemas: {A: {$ref: ../.secret.yaml}, B: {$ref: ../../outside.yaml}}}\n";
    let files = [
        ("spec/openapi.yaml", text),
        ("docs/intro.md", "Hello"),
        (".git/HEAD", ""),
        (".secret.yaml", "type: object"),
        ("../outside.yaml", "type: object"),
    ];
    let layout = Layout::new("tree", &files);
    let refused = findings(&layout.load("spec/openapi.yaml"));
    assert_eq!(
        refused.iter().map(|it| it.1).collect::<Vec<_>>(),
        ["refused-reference", "refused-reference"],
        "{refused:?}"
    );
    let hints: Vec<String> =
        layout.load("spec/openapi.yaml").findings().iter().filter_map(|it| it.hint.clone()).collect();
    let tree = layout.0.to_str().unwrap().replace('\\', "/");
    assert!(hints[0].contains(&format!("`--root {tree}`")), "{hints:?}");
    let all = Loader::new().root(layout.0.parent().unwrap()).load(layout.0.join("spec/openapi.yaml")).unwrap();
    assert!(all.findings().is_empty(), "{:?}", all.findings());
}

#[test]
fn without_a_working_tree_references_climb_to_what_fits() {
    let spec = |target: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {{$ref: {target}}}}}}}\n"
        )
    };
    let (fits, secret) = (spec("../../common/a.yaml"), spec("../../secret.json"));
    let files = [
        ("api/spec/fits.yaml", fits.as_str()),
        ("api/spec/secret.yaml", &secret),
        ("common/a.yaml", "type: object"),
        ("secret.json", "{\"token\": \"hunter2\"}"),
    ];
    let layout = Layout::new("climb", &files);
    assert!(layout.load("api/spec/fits.yaml").findings().is_empty());
    let document = layout.load("api/spec/secret.yaml");
    let listing = document.listing(document.findings(), false);
    assert!(listing.contains("refused-reference") && !listing.contains("hunter2"), "{listing}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_out() {
    let text =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: link.yaml}}}\n";
    let layout =
        Layout::new("links", &[("openapi.yaml", text), (".git/HEAD", ""), ("../outside.yaml", "type: object")]);
    std::os::unix::fs::symlink(layout.0.join("../outside.yaml"), layout.0.join("link.yaml")).unwrap();
    assert_eq!(findings(&layout.load("openapi.yaml"))[0].1, "refused-reference");
}

#[test]
fn nothing_is_fetched_unless_allowed() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: 'https://example.com/a.yaml'}}}\n";
    let document = Document::from_text("openapi.yaml", text).unwrap();
    let hint = document.findings().iter().next().and_then(|finding| finding.hint.clone()).unwrap();
    assert!(hint.contains("`--allow-remote example.com`"), "{hint}");
    let error = Loader::new().load("https://example.com/openapi.yaml").unwrap_err();
    let reason = std::error::Error::source(&error).unwrap().to_string();
    assert!(error.is_io() && reason.contains("`--allow-remote example.com`"), "{reason}");
}

#[test]
fn broken_parts_are_left_out_when_asked() {
    let text = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {operationId: good, responses: {'200': {$ref: '#/no'}, '404': {description: Missing}}}
    put: {operationId: bad, responses: 7, parameters: [{name: p, in: querry}, {name: q, in: query, schema: {$ref: '#/no'}}]}
  /b: {$ref: '#/no'}
";
    let document = Document::from_text("openapi.yaml", text).unwrap();
    let config = specwright::Config::new();
    assert!(specwright::generate(&document, &config).unwrap_err().is_document());
    let output = specwright::generate(&document, &config.keep_going(true)).unwrap();
    let left_out: Vec<&str> =
        output.findings().iter().filter_map(|it| it.message.rsplit_once("; ")).map(|it| it.1).collect();
    let expected = [
        "the responses are left out",
        "the parameter `p` is left out",
        "the response `200` is left out",
        "the schema accepts any value",
        "the path `/b` is left out",
    ];
    for loss in expected {
        assert!(left_out.contains(&loss), "{loss}: {left_out:?}");
    }
}
