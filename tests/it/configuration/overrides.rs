//! Decisions about parts of the document: that they are followed, and that one which is about nothing is an error.

use super::Folder;

/// The line and column in the settings, the message and the hint of the only error.
fn error(name: &str, settings: &str) -> String {
    let folder = Folder::with(name, settings);
    let said = folder.fail(&["generate", "--message-format", "json"], 1);
    let errors: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let errors: Vec<&serde_json::Value> = errors.iter().filter(|each| each["severity"] == "error").collect();
    assert_eq!(errors.len(), 1, "{said}");
    let error = errors[0];
    let text = |key: &str| error[key].as_str().unwrap_or("-").to_owned();
    format!("{}:{}:{}: {} ({})", text("file"), error["line"], error["column"], text("message"), text("hint"))
}

#[test]
fn what_is_about_nothing_is_an_error_with_its_place_and_the_nearest_name() {
    // The settings begin at the third line.
    let table = [
        ("include = [\"tag:pet\"]", "3:12: no operation is selected by `tag:pet` (did you mean `tag:pets`?)"),
        ("exclude = [\"GET /pest\"]", "3:12: no operation is selected by `GET /pest` (did you mean `GET /pets`?)"),
        (
            "[operations.listPest]\nname = \"x\"",
            "3:13: no operation is selected by `listPest` (did you mean `listPets`?)",
        ),
        (
            "[operations.listPest]\nretry = { retries = 1 }",
            "4:1: the document has no operation `listPest`, for which `retry` is set (did you mean `listPets`?)",
        ),
        (
            "[operations.listPets.parameters]\npage-sise = \"x\"",
            "4:1: `listPets` has no parameter `page-sise` (did you mean `page-size`?)",
        ),
        (
            "[groups]\npetz = \"x\"",
            "4:1: the document has no group `petz`, for which something is set (did you mean `pets`?)",
        ),
        (
            "[schemas.Plant]\nname = \"X\"",
            "3:10: the document has no schema `Plant`, for which something is set (did you mean `Plants`?)",
        ),
        (
            "[schemas.\"#/components/schemas/Plant\"]\nname = \"X\"",
            "3:10: the document has no schema `#/components/schemas/Plant`, for which something is set \
             (did you mean `#/components/schemas/Plants`?)",
        ),
        ("[schemas.Pet.properties]\npetNane = \"x\"", "4:1: `Pet` has no property `petNane` (did you mean `petName`?)"),
        ("[schemas.State.variants]\nawai = \"X\"", "4:1: `State` has no variant `awai` (did you mean `away`?)"),
        ("[schemas.Food.variants]\nMeet = \"X\"", "4:1: `Food` has no variant `Meet` (did you mean `Meat`?)"),
        (
            "[types.formats]\nuuid = \"string\"",
            "4:1: no schema has the format `uuid`, for which a type is set (its formats are `double`)",
        ),
        (
            "[security.keys]\nenv = \"X\"",
            "4:1: the document has no security scheme `keys`, for which `env` is set (did you mean `key`?)",
        ),
        (
            "[servers.\"https://zoo.example.com/v2\"]\nname = \"x\"",
            "4:1: the document has no server `https://zoo.example.com/v2`, for which `server-name` is set \
             (did you mean `https://zoo.example.com/v1`?)",
        ),
    ];
    for (index, (settings, expected)) in table.iter().enumerate() {
        assert_eq!(error(&format!("nothing-{index}"), settings), format!("specwright.toml:{expected}"));
    }
}

#[test]
fn what_cannot_be_is_an_error_too() {
    let table = [
        ("[operations.\"tag:pets\"]\nname = \"x\"", "4:1: `tag:pets` selects 2 operations"),
        ("[operations.addPet]\nname = \"list\"", "4:1: the name `list` is not free"),
        ("[schemas.Pet]\nname = \"Vec\"", "4:1: the name `Vec` is not free"),
        ("[schemas.Pet.properties]\npetName = \"state\"", "4:1: the name `state` is not free"),
        ("[schemas.State.variants]\naway = \"InHouse\"", "4:1: the name `InHouse` is not free"),
        ("[schemas.Pet]\nextensible = true", "4:1: `extensible` is for enumerations, which `Pet` is not"),
        (
            "[schemas.Pet]\nvariants = { a = \"b\" }",
            "4:1: `variants` is for enumerations and unions, which `Pet` is not",
        ),
        ("[schemas.State]\nproperties = { a = \"b\" }", "4:1: `properties` is for objects with properties"),
        ("[schemas.Pet]\ntype = \"string\"", "4:1: values of `Pet` are no strings"),
        ("[schemas.Plants.properties]\nleaves = { required = false }", "4:1: `leaves` tells `Plants` from the other"),
        ("[schemas.Pet]\nattributes = [\"a\", \"b(\"]", "4:20: `#[b(]` is no attribute"),
    ];
    for (index, (settings, expected)) in table.iter().enumerate() {
        let error = error(&format!("impossible-{index}"), settings);
        assert!(error.starts_with(&format!("specwright.toml:{expected}")), "{settings}\n{error}");
    }
}

#[test]
fn a_document_cannot_choose_crates() {
    let folder = Folder::with("crates", "");
    let document = folder.read("zoo.yaml").replace("std::num::NonZeroU32", "big_number::Number");
    folder.write("zoo.yaml", &document);
    let said = folder.run(&["generate"]).stderr;
    assert!(super::text(&said).contains("put `big_number` under [dependencies]"), "{}", super::text(&said));
    assert!(folder.read("out/src/types/mod.rs").contains("pub type PetAge = i64;"));
    assert!(!folder.read("out/Cargo.toml").contains("big"));
    folder.write("specwright.toml", "document = \"zoo.yaml\"\noutput = \"out\"\n[dependencies]\nbig-number = \"7\"\n");
    folder.succeed(&["generate"]);
    assert!(folder.read("out/src/types/mod.rs").contains("pub type PetAge = big_number::Number;"));
    assert!(folder.read("out/Cargo.toml").contains("\nbig-number = \"7\"\n"));
}

#[test]
fn a_property_can_be_meant_by_its_pointer_and_a_group_by_operation() {
    let folder = Folder::with(
        "pointer",
        "[schemas.\"#/components/schemas/Pet/properties/petName\"]\nname = \"title\"\n[operations.addPet]\ngroup = \"gate\"\n",
    );
    folder.succeed(&["generate"]);
    assert!(folder.read("out/src/types/pet.rs").contains("pub title: String"));
    assert!(folder.has("out/src/client/gate.rs") && folder.has("out/src/client/pets.rs"));
}

#[test]
fn what_a_selection_leaves_out_may_still_be_decided_about() {
    let folder = Folder::with(
        "left-out",
        "exclude = [\"tag:visits\"]\n[schemas.Visit]\nname = \"Tour\"\n[groups]\nvisits = \"tours\"\n",
    );
    folder.succeed(&["generate"]);
}

#[test]
fn what_is_inherited_is_decided_about_once() {
    let folder = Folder::with(
        "inherited",
        "[schemas.Base.properties]\nkind = { name = \"sort\", type = \"string\" }\nborn = { required = true }\n",
    );
    let schemas = "    Base: { type: object, properties: { kind: { type: string, format: date }, born: { type: integer } } }\n    \
                   Heir: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { own: { type: string } } }] }\n";
    folder.write("zoo.yaml", &(folder.read("zoo.yaml") + schemas));
    folder.succeed(&["generate"]);
    for file in ["base", "heir"] {
        let text = folder.read(&format!("out/src/types/{file}.rs"));
        assert!(text.contains("pub sort: Option<BaseKind>") && text.contains("pub born: i64"), "{text}");
    }
    assert!(folder.read("out/src/types/mod.rs").contains("pub type BaseKind = String;"));
}
