//! What schemas become in the output, read as a user would: one document with a case of everything.

use specwright::{Config, Document, Output, generate};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Types, version: 1.0.0 }
paths:
  /everything:
    get:
      operationId: everything
      responses:
        "200":
          description: All.
          content: { application/json: { schema: { $ref: "#/components/schemas/Everything" } } }
components:
  schemas:
    Everything:
      type: object
      properties:
        pet: { $ref: "#/components/schemas/Pet" }
        level: { $ref: "#/components/schemas/Level" }
        mixed: { $ref: "#/components/schemas/Mixed" }
        node: { $ref: "#/components/schemas/Node" }
        tree: { $ref: "#/components/schemas/Tree" }
        shape: { $ref: "#/components/schemas/Shape" }
        text: { $ref: "#/components/schemas/TextOrTexts" }
        labels: { $ref: "#/components/schemas/Labels" }
        option: { $ref: "#/components/schemas/Option" }
        odd: { $ref: "#/components/schemas/odd-names" }
    Pet:
      title: A pet
      description: "Furry, see https://example.com/pets and [Option]."
      type: object
      required: [kind, name, born, password, owner]
      properties:
        kind: { const: pet }
        name: { type: string, minLength: 1, maxLength: 100, description: What it is called }
        nickname: { type: string, deprecated: true, default: Rex }
        born: { type: [string, "null"], format: date }
        died: { type: [string, "null"], format: date-time }
        password: { type: string, format: password, writeOnly: true }
        owner:
          type: object
          required: [id]
          properties: { id: { type: string, format: uuid, readOnly: true } }
        weight: { type: number, default: 4, exclusiveMinimum: 0 }
        photo: { type: string, format: byte }
        order: { type: string, enum: [asc, ASC, "-1", "+1", "", Unknown, a b], default: asc }
        anything: {}
      additionalProperties: { type: integer }
    Level: { type: integer, enum: [1, 2, -1], x-enum-varnames: [Low, High, Below] }
    Mixed: { enum: [1, 2.5, "on", true] }
    Node:
      type: object
      required: [value]
      properties:
        value: { type: integer, format: int32 }
        next: { $ref: "#/components/schemas/Node" }
        children: { type: array, items: { $ref: "#/components/schemas/Node" } }
    Tree: { type: array, items: { $ref: "#/components/schemas/Tree" } }
    Shape:
      oneOf: [{ $ref: "#/components/schemas/Circle" }, { $ref: "#/components/schemas/Group" }]
      discriminator: { propertyName: kind, mapping: { round: "#/components/schemas/Circle" } }
    Circle: { type: object, required: [radius], properties: { radius: { type: number } } }
    Group:
      type: object
      required: [kind, shapes]
      properties:
        kind: { type: string }
        shapes: { type: array, items: { $ref: "#/components/schemas/Shape" } }
        first: { $ref: "#/components/schemas/Shape" }
    TextOrTexts: { oneOf: [{ type: string }, { type: array, items: { type: string } }, { type: "null" }] }
    Labels: { type: object, additionalProperties: { type: string } }
    Option: { type: string, format: uri, description: Its name is taken. }
    odd-names:
      type: object
      required: [members, index, self, type, "2fa"]
      properties:
        members: { type: string }
        index: { type: integer }
        self: { type: boolean }
        type: { type: string }
        2fa: { type: string }
        from_date: { type: string, default: today }
        new: { type: boolean, default: true }
"##;

fn output() -> Output {
    let document = Document::from_text("types.yaml", DOCUMENT).unwrap();
    generate(&document, &Config::default()).expect("the document has no errors")
}

/// The files below a directory, without the line that is the same in all.
fn below(directory: &str) -> String {
    let output = output();
    let files =
        output.files().filter(|(path, _)| path.starts_with(directory) && !path[directory.len()..].contains('/'));
    let files = files.map(|(path, text)| format!("==== {path}\n{}", text.split_once('\n').unwrap().1));
    files.collect::<Vec<_>>().join("\n")
}

#[test]
fn definitions_read_well() {
    insta::assert_snapshot!(below("src/types/"));
}

#[test]
fn what_reads_and_writes_them_is_small() {
    insta::assert_snapshot!(below("src/types/codec/"));
}
