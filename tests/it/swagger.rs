//! Swagger 2.0: a document of everything that it has, and its twin in OpenAPI 3.0, give the same crate.

use std::collections::BTreeMap;

use specwright::{Config, Document, generate};

const SWAGGER: &str = r##"
swagger: 2.0
info: { title: Pets, version: 1.0.0 }
host: pets.example.com
basePath: /v2/
schemes: [http, https]
consumes: [application/json, application/x-www-form-urlencoded]
produces: [application/json]
externalDocs: { url: "https://example.com" }
tags: [{ name: pets, description: All of them }]
security: [{ key: [] }]
paths:
  /pets:
    parameters:
      - { $ref: "#/parameters/trace" }
    get:
      tags: [pets]
      operationId: listPets
      deprecated: true
      parameters:
        - { $ref: "#/parameters/limit" }
        - { name: tags, in: query, type: array, items: { type: string, minLength: 2 }, maxItems: 9 }
        - { name: kinds, in: query, type: array, collectionFormat: multi, items: { type: string, enum: [cat, dog] } }
        - { name: words, in: query, type: array, collectionFormat: ssv, items: { type: string } }
        - { name: pipes, in: query, type: array, collectionFormat: pipes, items: { type: integer, format: int32 } }
        - { name: ids, in: header, type: array, items: { type: integer, format: int64 } }
        - { name: since, in: query, type: string, format: date-time, x-example: "2020-01-01T00:00:00Z" }
        - { name: size, in: query, type: number, minimum: 0, exclusiveMinimum: true, default: 1.5 }
      responses:
        "200":
          description: The pets.
          schema: { type: array, items: { $ref: "#/definitions/Pet" } }
          headers:
            X-Total: { description: How many, type: integer, format: int32 }
            X-Kinds: { type: array, items: { type: string } }
          examples: { application/json: [{ kind: Cat, name: Tom }] }
        default: { $ref: "#/responses/Failure" }
    post:
      tags: [pets]
      operationId: addPet
      schemes: [https]
      security: [{ login: ["write:pets"] }, { basic: [] }]
      parameters:
        - { name: pet, in: body, description: The new one, required: true, schema: { $ref: "#/definitions/NewPet" } }
      responses:
        "201": { description: The pet, schema: { $ref: "#/definitions/Pet" } }
        "400": { $ref: "#/responses/Failure" }
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, type: integer, format: int64 }
      - { name: note, in: formData, type: string }
    put:
      tags: [pets]
      operationId: replacePet
      consumes: [application/vnd.pet+json]
      produces: [application/vnd.pet+json]
      parameters:
        - { $ref: "#/parameters/pet" }
        - { name: note, in: formData, type: boolean }
      responses:
        "200": { description: The pet, schema: { type: object, properties: { done: { type: boolean } } } }
        default: { $ref: "#/responses/Failure" }
    patch:
      tags: [pets]
      operationId: changePet
      parameters:
        - { name: name, in: formData, required: true, type: string, description: The name, maxLength: 20 }
        - { $ref: "#/parameters/words" }
        - { name: kinds, in: formData, type: array, items: { type: string } }
      responses: { "204": { description: Done } }
  /pets/{id}/photo:
    get:
      tags: [pets]
      operationId: photoOfPet
      produces: [image/png]
      parameters: [{ name: id, in: path, required: true, type: string, format: uuid }]
      responses:
        "200": { description: The photo, schema: { type: file } }
        "404": { description: No such pet, schema: { $ref: "#/definitions/Failure" } }
parameters:
  limit: { name: limit, in: query, type: integer, format: int32, minimum: 1, maximum: 100, default: 20 }
  trace: { name: X-Trace, in: header, type: string, description: For support }
  words: { name: words, in: formData, type: array, collectionFormat: multi, items: { type: string } }
  pet:
    name: pet
    in: body
    required: true
    schema: { type: object, required: [name], properties: { name: { type: string } } }
responses:
  Failure:
    description: It failed.
    schema: { $ref: "#/definitions/Failure" }
    headers: { Retry-After: { type: integer, format: int32 } }
definitions:
  Pet:
    type: object
    discriminator: kind
    required: [kind, name]
    properties:
      kind: { type: string }
      id: { type: integer, format: int64, readOnly: true }
      name: { type: string }
      owner: { type: string, x-nullable: true }
  Cat:
    allOf: [{ $ref: "#/definitions/Pet" }, { type: object, properties: { lives: { type: integer, format: int32 } } }]
  Dog:
    allOf: [{ $ref: "#/definitions/Pet" }, { type: object, properties: { tricks: { type: array, items: { type: string } } } }]
  NewPet: { type: object, required: [name], properties: { name: { type: string } } }
  Failure: { type: object, required: [message], properties: { message: { type: string } } }
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Key, description: The key }
  basic: { type: basic }
  login:
    type: oauth2
    flow: application
    tokenUrl: https://pets.example.com/token
    scopes: { "write:pets": Change pets }
"##;

const TWIN: &str = r##"
openapi: 3.0.4
info: { title: Pets, version: 1.0.0 }
externalDocs: { url: "https://example.com" }
tags: [{ name: pets, description: All of them }]
security: [{ key: [] }]
servers: [{ url: "https://pets.example.com/v2" }, { url: "http://pets.example.com/v2" }]
paths:
  /pets:
    parameters:
      - { $ref: "#/components/parameters/trace" }
    get:
      tags: [pets]
      operationId: listPets
      deprecated: true
      parameters:
        - { $ref: "#/components/parameters/limit" }
        - name: tags
          in: query
          explode: false
          schema: { type: array, items: { type: string, minLength: 2 }, maxItems: 9 }
        - { name: kinds, in: query, schema: { type: array, items: { type: string, enum: [cat, dog] } } }
        - name: words
          in: query
          style: spaceDelimited
          explode: false
          schema: { type: array, items: { type: string } }
        - name: pipes
          in: query
          style: pipeDelimited
          explode: false
          schema: { type: array, items: { type: integer, format: int32 } }
        - { name: ids, in: header, schema: { type: array, items: { type: integer, format: int64 } } }
        - { name: since, in: query, schema: { type: string, format: date-time }, example: "2020-01-01T00:00:00Z" }
        - { name: size, in: query, schema: { type: number, minimum: 0, exclusiveMinimum: true, default: 1.5 } }
      responses:
        "200":
          description: The pets.
          headers:
            X-Total: { description: How many, schema: { type: integer, format: int32 } }
            X-Kinds: { schema: { type: array, items: { type: string } } }
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/Pet" } }
              example: [{ kind: Cat, name: Tom }]
        default: { $ref: "#/components/responses/Failure" }
    post:
      tags: [pets]
      operationId: addPet
      servers: [{ url: "https://pets.example.com/v2" }]
      security: [{ login: ["write:pets"] }, { basic: [] }]
      requestBody:
        description: The new one
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/NewPet" } } }
      responses:
        "201":
          description: The pet
          content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } }
        "400": { $ref: "#/components/responses/Failure" }
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: integer, format: int64 } }
    put:
      tags: [pets]
      operationId: replacePet
      requestBody:
        required: true
        content:
          application/vnd.pet+json:
            schema: { type: object, required: [name], properties: { name: { type: string } } }
      responses:
        "200":
          description: The pet
          content:
            application/vnd.pet+json: { schema: { type: object, properties: { done: { type: boolean } } } }
        default:
          description: It failed.
          headers: { Retry-After: { $ref: "#/components/responses/Failure/headers/Retry-After" } }
          content: { application/vnd.pet+json: { schema: { $ref: "#/components/schemas/Failure" } } }
    patch:
      tags: [pets]
      operationId: changePet
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [name]
              properties:
                name: { type: string, description: The name, maxLength: 20 }
                words: { type: array, items: { type: string } }
                kinds: { type: array, items: { type: string } }
                note: { type: string }
            encoding:
              words: { style: form, explode: true }
              kinds: { style: form, explode: false }
      responses: { "204": { description: Done } }
  /pets/{id}/photo:
    get:
      tags: [pets]
      operationId: photoOfPet
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid } }]
      responses:
        "200": { description: The photo, content: { image/png: { schema: { type: string, format: binary } } } }
        "404":
          description: No such pet
          content: { application/json: { schema: { $ref: "#/components/schemas/Failure" } } }
components:
  parameters:
    limit: { name: limit, in: query, schema: { type: integer, format: int32, minimum: 1, maximum: 100, default: 20 } }
    trace: { name: X-Trace, in: header, schema: { type: string }, description: For support }
  requestBodies:
    pet:
      required: true
      content:
        application/json:
          schema: { type: object, required: [name], properties: { name: { type: string } } }
  responses:
    Failure:
      description: It failed.
      headers: { Retry-After: { schema: { type: integer, format: int32 } } }
      content: { application/json: { schema: { $ref: "#/components/schemas/Failure" } } }
  schemas:
    Pet:
      type: object
      discriminator: { propertyName: kind }
      required: [kind, name]
      properties:
        kind: { type: string }
        id: { type: integer, format: int64, readOnly: true }
        name: { type: string }
        owner: { type: string, nullable: true }
    Cat:
      allOf:
        - { $ref: "#/components/schemas/Pet" }
        - { type: object, properties: { lives: { type: integer, format: int32 } } }
    Dog:
      allOf:
        - { $ref: "#/components/schemas/Pet" }
        - { type: object, properties: { tricks: { type: array, items: { type: string } } } }
    NewPet: { type: object, required: [name], properties: { name: { type: string } } }
    Failure: { type: object, required: [message], properties: { message: { type: string } } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key, description: The key }
    basic: { type: http, scheme: basic }
    login:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://pets.example.com/token
          scopes: { "write:pets": Change pets }
"##;

/// The files of the crate, but for the places that documentation names.
fn files(text: &str) -> BTreeMap<String, Vec<String>> {
    let document = Document::from_text("pets.yaml", text).unwrap();
    let output = generate(&document, &Config::new()).unwrap();
    let is_place = |line: &str| line.starts_with("/// Schema `#/");
    let neutral =
        |text: &str| text.lines().map(|line| if is_place(line) { "/// Schema" } else { line }.to_owned()).collect();
    // The lock tells the documents apart, and counts what was said of each.
    let files = output.files().filter(|(path, _)| *path != "specwright.lock");
    files.map(|(path, text)| (path.to_owned(), neutral(text))).collect()
}

#[test]
fn documentation_names_the_places_of_the_source() {
    let document = Document::from_text("pets.yaml", SWAGGER).unwrap();
    let output = generate(&document, &Config::new()).unwrap();
    let files: BTreeMap<&str, &str> = output.files().collect();
    assert!(files["src/types/cat.rs"].contains("`#/definitions/Cat`"));
    assert!(files["src/types/replace_pet_request.rs"].contains("`#/parameters/pet/schema`"));
    assert!(files["src/types/list_pets_kinds_item.rs"].contains("`#/paths/~1pets/get/parameters/2/items`"));
}

#[test]
fn a_document_and_its_twin_in_openapi_3_give_the_same_crate() {
    let (ours, twins) = (files(SWAGGER), files(TWIN));
    assert_eq!(ours.keys().collect::<Vec<_>>(), twins.keys().collect::<Vec<_>>());
    for (path, lines) in &ours {
        for (number, (ours, twins)) in lines.iter().zip(&twins[path]).enumerate() {
            assert_eq!(ours, twins, "{path}:{}", number + 1);
        }
        assert_eq!(lines.len(), twins[path].len(), "{path}");
    }
}
