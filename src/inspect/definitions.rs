//! The definitions of the crate, for programs: where each comes from, what it is called, and which way it travels.

use serde_json::{Value, json};

use crate::diag::FileId;
use crate::ir::{Api, TypeDef};
use crate::passes::Usage;
use crate::plan::{Plan, StructPlan, TypePlan, TypeShape};

/// An object for each definition; `file_name` gives the files of the document as people know them.
pub(crate) fn definitions<'d>(
    api: &Api,
    plan: &Plan,
    usage: &[Usage],
    file_name: impl Fn(FileId) -> &'d str,
) -> Vec<Value> {
    let definitions = api.types.iter().zip(&plan.types).zip(usage);
    definitions.map(|((def, planned), usage)| object(def, planned, *usage, file_name(def.place.file))).collect()
}

fn object(def: &TypeDef, planned: &TypePlan, usage: Usage, file: &str) -> Value {
    json!({
        "file": file,
        "pointer": def.place.pointer.as_str(),
        "rust": format!("types::{}", planned.name.ident),
        "kind": kind(&planned.shape),
        "sent": usage.sent,
        "received": usage.received,
    })
}

fn kind(shape: &TypeShape) -> &'static str {
    match shape {
        TypeShape::Struct(StructPlan { form: Some(_), .. }) => "form",
        TypeShape::Struct(_) => "struct",
        TypeShape::Enum(_) => "enum",
        TypeShape::Union(_) => "union",
        TypeShape::Alias(_) => "alias",
        TypeShape::Newtype(_) => "newtype",
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::spec::Document;

    #[test]
    fn definitions_have_their_place_and_say_which_way_they_travel() {
        let text = r##"{
            "openapi": "3.0.3",
            "info": { "title": "Pets", "version": "1.0.0" },
            "paths": { "/pets": { "post": {
                "requestBody": { "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Pet" }
                } } },
                "responses": { "204": { "description": "Done" } }
            } } },
            "components": { "schemas": {
                "Pet": { "type": "object", "properties": { "kind": { "type": "string", "enum": ["cat", "dog"] } } },
                "Unused": { "type": "string" }
            } }
        }"##;
        let document = Document::from_text("pets.json", text).unwrap();
        let (inspection, _) = crate::inspect(&document, &Config::new());
        let facts: serde_json::Value = serde_json::from_str(&inspection.to_json()).unwrap();
        let definitions: Vec<String> =
            facts["definitions"].as_array().unwrap().iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(definitions.join("\n"));
    }
}
