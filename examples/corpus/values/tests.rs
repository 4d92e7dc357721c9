//! From a document to valid instances, without a crate in between.

use serde_json::{Value, json};

use super::examples::Examples;
use super::judge::Judge;
use super::sample::Sampler;
use super::schema::{Schemas, Side};
use super::source::Sources;

const DOCUMENT: &str = r##"
openapi: 3.0.3
components:
  schemas:
    Pet:
      type: object
      required: [id, name, kind, secret]
      properties:
        id: { type: integer, format: int32, readOnly: true }
        secret: { type: string, writeOnly: true }
        name: { type: string, minLength: 3, pattern: '^[a-z]+$' }
        kind: { $ref: '#/components/schemas/Kind' }
        weight: { type: number, minimum: 0, exclusiveMinimum: true, nullable: true }
        born: { type: string, format: date-time }
        parents: { type: array, maxItems: 2, items: { $ref: '#/components/schemas/Pet' } }
    Kind: { type: string, enum: [cat, dog] }
    Shape:
      oneOf: [{ $ref: '#/components/schemas/Round' }, { $ref: '#/components/schemas/Square' }]
      discriminator: { propertyName: is, mapping: { circle: '#/components/schemas/Round' } }
    Round: { type: object, properties: { is: { type: string }, radius: { type: number } } }
    Square: { type: object, properties: { is: { type: string }, side: { type: number } } }
    Named:
      required: [id, name]
      allOf:
        - { properties: { id: { type: integer, readOnly: true }, owner: { required: [id] } } }
        - { properties: { owner: { properties: { id: { type: string } } } } }
    Beast:
      required: [is]
      properties: { is: { type: string } }
      discriminator: { propertyName: is, mapping: { fish: '#/components/schemas/Fish' } }
    Fish:
      allOf: [{ $ref: '#/components/schemas/Beast' }, { required: [fins], properties: { fins: { type: integer } } }]
    Perhaps: { anyOf: [{ type: string }, { nullable: true }] }
  responses:
    Pets:
      content:
        application/json:
          schema: { type: array, items: { $ref: '#/components/schemas/Kind' } }
          example: [dog, cow]
"##;

fn sources(name: &str) -> Sources {
    let path = std::env::temp_dir().join(format!("specwright-values-{}-{name}.yaml", std::process::id()));
    std::fs::write(&path, DOCUMENT).unwrap();
    let sources = Sources::read(&[("doc".to_owned(), path.clone())]).unwrap();
    std::fs::remove_file(path).unwrap();
    sources
}

/// The valid instances of a component, and what tells that they are.
fn valid(sources: &Sources, component: &str, side: Side) -> (Vec<Value>, jsonschema::Validator) {
    let spot = sources.spot("doc", &format!("/components/schemas/{component}")).unwrap();
    let mut schemas = Schemas::new(sources);
    let key = schemas.define(&spot, side).unwrap();
    let definitions = schemas.definitions();
    let validator = Judge::new(&definitions).unwrap().of(&key).unwrap();
    let mut instances = Sampler::new(&definitions, 7).instances(&key);
    let made = instances.len();
    instances.retain(|instance| validator.is_valid(instance));
    assert!(instances.len() * 2 > made, "most are valid: {} of {made}", instances.len());
    (instances, validator)
}

#[test]
fn each_side_has_its_own_members() {
    let sources = sources("sides");
    let has = |side, name: &str| valid(&sources, "Pet", side).0.iter().any(|pet| pet.get(name).is_some());
    assert!(!has(Side::Request, "id") && has(Side::Request, "secret"));
    assert!(has(Side::Response, "id") && !has(Side::Response, "secret"));
    assert!(has(Side::Both, "id") && has(Side::Both, "secret"));
}

#[test]
fn the_judge_knows_what_only_openapi_says() {
    let sources = sources("judge");
    let (_, validator) = valid(&sources, "Pet", Side::Response);
    let pet = |change: Value| {
        let mut pet = json!({ "id": 1, "name": "rex", "kind": "dog" });
        pet.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        validator.is_valid(&pet)
    };
    assert!(pet(json!({})) && pet(json!({ "weight": null })) && pet(json!({ "weight": 0.5 })));
    assert!(!pet(json!({ "weight": 0 })), "the minimum is exclusive");
    assert!(!pet(json!({ "id": 3_000_000_000_u32 })), "32 bits");
    assert!(!pet(json!({ "name": null })) && !pet(json!({ "kind": "cow" })) && !pet(json!({ "born": "soon" })));
}

#[test]
fn every_branch_has_an_instance_with_its_tag() {
    let sources = sources("branches");
    let (instances, validator) = valid(&sources, "Shape", Side::Both);
    for tag in ["circle", "Square"] {
        assert!(instances.iter().any(|shape| shape["is"] == tag), "{tag}: {instances:?}");
    }
    assert!(!validator.is_valid(&json!({ "is": "Round" })), "the mapping has another name for it");
}

#[test]
fn the_items_of_an_example_are_examples_of_the_items() {
    let sources = sources("items");
    let examples = Examples::collect(&sources);
    let kind = sources.spot("doc", "/components/schemas/Kind").unwrap();
    assert_eq!(examples.of(&sources, &kind), [json!("dog"), json!("cow")]);
}

#[test]
fn the_same_seed_makes_the_same_instances() {
    let sources = sources("seed");
    assert_eq!(valid(&sources, "Pet", Side::Both).0, valid(&sources, "Pet", Side::Both).0);
}

#[test]
fn parts_are_judged_with_the_others() {
    let sources = sources("parts");
    let (_, request) = valid(&sources, "Named", Side::Request);
    assert!(request.is_valid(&json!({ "name": "a" })) && !request.is_valid(&json!({ "id": 1 })));
    let (_, owner) = valid(&sources, "Named/allOf/1/properties/owner", Side::Both);
    assert!(
        owner.is_valid(&json!({ "id": "1" })) && !owner.is_valid(&json!({})) && !owner.is_valid(&json!({ "id": 1 }))
    );
}

#[test]
fn a_base_is_judged_by_what_its_discriminator_names() {
    let sources = sources("base");
    let (_, beast) = valid(&sources, "Beast", Side::Both);
    assert!(beast.is_valid(&json!({ "is": "bird" })) && beast.is_valid(&json!({ "is": "fish", "fins": 2 })));
    assert!(!beast.is_valid(&json!({ "is": "fish" })));
    let (_, perhaps) = valid(&sources, "Perhaps", Side::Both);
    assert!(perhaps.is_valid(&json!(null)) && !perhaps.is_valid(&json!(7)));
}
