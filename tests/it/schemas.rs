//! The tables that servers check requests against, as people read them.

use specwright::{Config, Document, Ends};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Shapes, version: 1.0.0 }
paths:
  /shapes/{id}:
    put:
      operationId: shapes.replace
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
        - { name: limit, in: query, schema: { type: integer, format: int32, minimum: 1, maximum: 100, default: 20 } }
        - { name: order, in: query, schema: { $ref: "#/components/schemas/Order" } }
        - { name: tags, in: query, schema: { type: array, maxItems: 5, items: { type: string, pattern: '^\d+$' } } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Shape" } } }
      responses:
        "200": { description: Done, content: { application/json: { schema: { $ref: "#/components/schemas/Answer" } } } }
components:
  schemas:
    Order: { type: string, enum: [up, down] }
    Answer: { type: object, properties: { never: { type: string, minLength: 3 } } }
    Name: { type: string, minLength: 1, maxLength: 64, pattern: '^[a-z][\w-.]*$' }
    Shape:
      discriminator: { propertyName: kind, mapping: { group: "#/components/schemas/Group", spot: "#/components/schemas/Spot" } }
      oneOf: [{ $ref: "#/components/schemas/Group" }, { $ref: "#/components/schemas/Spot" }]
    Group:
      type: object
      additionalProperties: false
      required: [kind, name, parts]
      properties:
        kind: { const: group }
        id: { type: integer, readOnly: true }
        name: { $ref: "#/components/schemas/Name" }
        parts: { type: array, minItems: 1, uniqueItems: true, items: { $ref: "#/components/schemas/Shape" } }
        secret: { type: string, format: password, writeOnly: true, pattern: '(?=.*\d).{8,}' }
        grade: { enum: [1, 2.5, top, null] }
    Spot:
      type: object
      minProperties: 2
      required: [kind, at]
      additionalProperties: { type: [integer, "null"] }
      properties:
        kind: { const: spot }
        at: { type: array, prefixItems: [{ type: number }, { type: number, exclusiveMinimum: 0.5, multipleOf: 0.25 }] }
        mail: { type: string, format: email }
        since: { type: [string, "null"], format: date-time }
        labels: { type: object, additionalProperties: { type: string }, maxProperties: 3 }
        size: { oneOf: [{ type: integer, format: int64 }, { type: string }] }
        extra: {}
      if: { required: [size], properties: { size: { const: 0 } } }
      then: { required: [mail] }
      not: { required: [mail, since] }
      dependentRequired: { labels: [mail] }
      propertyNames: { pattern: '^[a-z]' }
"##;

fn generated() -> specwright::Output {
    let document = Document::from_text("shapes.yaml", DOCUMENT).unwrap();
    specwright::generate(&document, &Config::new()).unwrap()
}

#[test]
fn tables_read_like_the_document() {
    let output = generated();
    let files = output.files().filter(|(path, _)| path.starts_with("src/server/schemas/"));
    let files: Vec<String> = files.map(|(path, text)| format!("// {path}\n{text}")).collect();
    insta::assert_snapshot!("tables", files.join("\n"));
    let (_, codec) = output.files().find(|(path, _)| *path == "src/server/codec/shapes.rs").unwrap();
    let statics = &codec[codec.find("static ID").unwrap()..];
    insta::assert_snapshot!("parameters", statics);
}

#[test]
fn patterns_that_servers_cannot_check_are_named() {
    let output = generated();
    let findings = output.findings().iter().filter(|finding| finding.code == "unsupported-pattern");
    let findings: Vec<_> = findings.map(|finding| (finding.place.pointer.as_str(), finding.message.as_str())).collect();
    let message = "servers do not check this `pattern`: look-around is not supported";
    assert_eq!(findings, [("/components/schemas/Group/properties/secret", message)]);
}

#[test]
fn a_client_alone_has_no_tables_and_no_complaints_about_them() {
    let document = Document::from_text("shapes.yaml", DOCUMENT).unwrap();
    let output = specwright::generate(&document, &Config::new().ends(Ends::Client)).unwrap();
    assert!(output.findings().iter().all(|finding| finding.code != "unsupported-pattern"));
    assert!(output.files().all(|(path, _)| !path.contains("schema")));
}
