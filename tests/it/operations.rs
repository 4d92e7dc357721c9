//! What operations become in the output, read as a user would: one document with a case of everything.

use specwright::{Config, Document, Output, Severity, generate};

const THINGS: &str = r#"
openapi: 3.0.3
info: {title: Things API, version: "1.2"}
servers:
  - url: https://{region}.example.com/v1
    description: Production server
    variables: {region: {default: eu, enum: [eu, us]}}
  - {url: https://sandbox.example.com, description: Sandbox}
security: [{key: []}]
paths:
  /things:
    get:
      operationId: listThings
      summary: Lists things
      tags: [things]
      parameters:
        - {name: q, in: query, description: What to look for., schema: {type: string, default: all}}
        - {name: body, in: query, schema: {type: string}}
        - {name: timeout, in: query, schema: {type: integer, format: int32, default: 3}}
        - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}, maxItems: 5}}
      responses:
        "200":
          description: The things.
          headers: {Link: {schema: {type: string}}}
          content: {application/json: {schema: {type: array, items: {type: integer}}}}
        "404": {description: Nothing}
        4XX: {description: Another mistake, content: {application/json: {schema: {type: string}}}}
        default: {description: Anything else}
    post:
      operationId: things.create
      deprecated: true
      requestBody: {content: {application/json: {schema: {type: array, items: {type: integer}}}}}
      responses:
        "200": {description: It was there., content: {application/json: {schema: {type: integer}}}}
        "201": {description: Made, content: {application/octet-stream: {schema: {type: string, format: binary}}}}
  /things/{id}/{other}:
    put:
      tags: [things]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: other, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: id, in: query, required: true, schema: {type: array, items: {type: string}}}
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {type: object, additionalProperties: {type: string}}}
      responses: {2XX: {description: Fine, content: {application/json: {schema: {}}}}}
  /ping:
    get:
      security: []
      responses: {"204": {description: Fine}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
"#;

fn generated(text: &str) -> Output {
    let document = Document::from_text("things.yaml", text).unwrap();
    generate(&document, &Config::new()).expect("the document has no errors")
}

fn file<'a>(output: &'a Output, path: &str) -> &'a str {
    output.files().find(|(name, _)| *name == path).expect("such a file is generated").1
}

#[test]
fn requests_and_errors_read_well() {
    insta::assert_snapshot!(file(&generated(THINGS), "src/operations/things.rs"));
}

#[test]
fn calls_describe_and_delegate() {
    insta::assert_snapshot!(file(&generated(THINGS), "src/client/codec/things.rs"));
}

#[test]
fn handles_have_setters_for_what_is_optional() {
    insta::assert_snapshot!(file(&generated(THINGS), "src/client/things.rs"));
}

#[test]
fn the_client_names_servers_and_credentials() {
    insta::assert_snapshot!(file(&generated(THINGS), "src/client/mod.rs"));
}

#[test]
fn endpoints_are_tables() {
    insta::assert_snapshot!(file(&generated(THINGS), "src/operations/endpoints/things.rs"));
}

/// The lines that define something under `operations`, without its content.
fn definitions(output: &Output) -> Vec<String> {
    let files = output.files().filter(|(path, _)| path.starts_with("src/operations/") && !path.contains("codec"));
    let lines = files.flat_map(|(_, text)| text.lines());
    lines.filter(|line| line.starts_with("pub struct") || line.starts_with("pub enum")).map(str::to_owned).collect()
}

#[test]
fn adding_an_operation_renames_no_other() {
    let added = THINGS.replace(
        "  /ping:\n",
        "  /more:\n    get: {operationId: list-things, tags: [things], responses: {}}\n  /ping:\n",
    );
    let (before, output) = (definitions(&generated(THINGS)), generated(&added));
    let after = definitions(&output);
    assert!(before.iter().all(|line| after.contains(line)), "{before:#?}\n{after:#?}");
    let renamed = output.findings().iter().filter(|finding| finding.code == "renamed").map(|finding| &finding.message);
    let renamed: Vec<&String> = renamed.collect();
    assert!(renamed.iter().any(|message| message.contains("`GetMore`")), "{renamed:#?}");
    assert!(renamed.iter().any(|message| message.contains("`list_things`")), "{renamed:#?}");
}

#[test]
fn what_is_not_supported_is_named() {
    let xml = THINGS.replace("application/x-www-form-urlencoded", "application/xml");
    let output = generated(&xml);
    let warning = output.findings().iter().find(|finding| finding.code == "untyped-xml").unwrap();
    assert_eq!(warning.severity, Severity::Warning);
    assert!(file(&output, "src/operations/things.rs").contains("pub body: String"));
}

#[test]
fn a_default_error_is_never_a_success() {
    let text = r#"
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: things.list
      responses:
        "200": {description: Fine}
        default: {description: Failed}
"#;
    let output = generated(text);
    let server = file(&output, "src/server/codec/things.rs");
    assert!(server.contains("Answer::within(status, 300..=599)"), "{server}");
}

#[test]
fn a_page_size_may_be_a_number_with_a_fraction() {
    let text = r#"
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: things.list
      parameters:
        - {name: limit, in: query, schema: {type: number, default: 10}}
        - {name: offset, in: query, schema: {type: integer}}
      responses:
        "200":
          description: Fine
          content: {application/json: {schema: {type: array, items: {type: string}}}}
"#;
    let output = generated(text);
    assert!(file(&output, "src/client/codec/things.rs").contains(".size(&self.limit.unwrap_or(10.0))"));
}

#[test]
fn a_server_without_guarded_operations_needs_no_schemes() {
    let endpoints = |security: &str, config: &Config| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: Things, version: '1'}}\nsecurity: {security}\n\
             paths: {{/things: {{get: {{operationId: list, responses: {{'204': {{description: Fine}}}}}}}}}}\n\
             components: {{securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}}}}}\n"
        );
        let output = generate(&Document::from_text("api.yaml", &text).unwrap(), config).unwrap();
        let text = file(&output, "src/operations/endpoints/mod.rs");
        (text.contains("SCHEMES"), text.contains("allow(dead_code"))
    };
    let server = Config::new().ends(specwright::Ends::Server);
    assert_eq!(endpoints("[{key: []}]", &Config::new()), (true, false));
    assert_eq!(endpoints("[]", &Config::new()), (true, true));
    assert_eq!((endpoints("[{key: []}]", &server), endpoints("[]", &server)), ((true, false), (false, false)));
}
