//! Unions that a discriminator tells apart, and bases that stand for their descendants.

use super::{lowered, named, shape};
use crate::ir::{Probe, Shape};

#[test]
fn a_mapping_may_have_a_default_and_lead_to_the_base_itself() {
    let plain = "Cat: {type: object, properties: {kind: {type: string}}}\nDog: {type: object, properties: {kind: {type: string}}}\n";
    let schema = "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, defaultMapping: Dog}}";
    assert_eq!(shape(&format!("{plain}X: {schema}"), "X"), "union[kind](Cat =Cat, Dog else)");
    let base = "X: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {x: X, cat: Cat, dog: Dog}}}\n\
                Cat: {allOf: [{$ref: '#/components/schemas/X'}, {properties: {lives: {type: integer}}}]}\n\
                Dog: {type: object, properties: {bark: {type: boolean}}}";
    assert_eq!(shape(base, "X"), "union[kind](Cat =cat, { kind: string } =x, Dog =dog)");
}

#[test]
fn a_base_may_name_its_alternatives_in_the_mapping_alone() {
    let schemas = "X: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog}}}\n\
                   Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer}}}\n\
                   Dog: {type: object, properties: {kind: {type: string}, bark: {type: boolean}}}";
    assert_eq!(shape(schemas, "X"), "union[kind](Cat =cat, Dog =dog)");
    let itself =
        "X: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {x: X}}}";
    assert_eq!(shape(itself, "X"), "{ kind?: string }");
}

#[test]
fn a_descendant_that_adds_nothing_is_not_its_base() {
    let schemas = "Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}\n\
                   Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}\n\
                   Other: {properties: {pet: {allOf: [{$ref: '#/components/schemas/Pet'}]}}}";
    assert_eq!(shape(schemas, "Pet"), "union[kind](Cat =Cat)");
    assert_eq!(shape(schemas, "Cat"), "{ kind: string }");
    assert_eq!(shape(schemas, "Other"), "{ pet?: Pet }");
}

#[test]
fn a_base_with_a_discriminator_is_the_union_of_its_descendants() {
    let schemas = "Pet: {type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}, discriminator: {propertyName: kind}}\n\
                   Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}\n\
                   Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}";
    assert_eq!(shape(schemas, "Cat"), "{ kind: string name?: string lives?: integer }");
    assert!(shape(schemas, "Pet").starts_with("union[kind](Cat =Cat"), "{}", shape(schemas, "Pet"));
}

#[test]
fn a_base_may_list_the_values_of_all_its_descendants() {
    for (values, expected) in [("[Cat, Dog]", "(Cat =Cat, Dog =Dog)"), ("[cat, dog]", "(Cat =cat, Dog =dog)")] {
        let schemas = format!(
            "Pet: {{type: object, required: [kind], properties: {{kind: {{type: string, enum: {values}}}}}, discriminator: {{propertyName: kind}}}}\n\
             Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{properties: {{lives: {{type: integer}}}}}}]}}\n\
             Dog: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}"
        );
        assert_eq!(shape(&schemas, "Pet"), format!("union[kind]{expected}"));
    }
}

#[test]
fn inline_alternatives_that_a_mapping_does_not_name_are_told_by_what_they_look_like() {
    let schema = "X: {discriminator: {propertyName: kind}, oneOf: [{properties: {kind: {type: string}, a: {}}}, {properties: {kind: {type: string}, b: {}}}]}";
    let (api, _) = lowered(schema);
    let Shape::Union(union) = &named(&api, "X").shape else { panic!() };
    assert!(union.variants.iter().all(|variant| matches!(variant.probe, Probe::Like(_))), "{union:?}");
}
