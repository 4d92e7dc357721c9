//! Tests of the grammar.

use super::*;

fn at(pointer: &str) -> Option<Shape> {
    let tokens: Vec<String> = crate::diag::Pointer::parse(pointer).tokens().collect();
    shape_at(Shape::One(Kind::Document), &tokens, 0)
}

#[test]
fn the_shape_at_a_pointer_follows_the_objects() {
    assert_eq!(at(""), Some(Shape::One(Kind::Document)));
    assert_eq!(at("/components/schemas"), Some(Shape::Map(Kind::Schema)));
    assert_eq!(at("/components/schemas/Pet/properties/type/items"), Some(Shape::One(Kind::Schema)));
    assert_eq!(at("/paths/~1a/get/responses/200/content/a~1b/schema"), Some(Shape::One(Kind::Schema)));
    assert_eq!(at("/paths/~1a/get/parameters/0"), Some(Shape::One(Kind::Parameter)));
    assert_eq!(at("/definitions/Pet"), None);
}

#[test]
fn the_nearest_word_is_a_likely_misspelling() {
    let words = ["summary", "description", "operationId", "in", "type"];
    let nearest = |word| nearest(word, words.into_iter());
    assert_eq!(nearest("sumary"), Some("summary"));
    assert_eq!(nearest("desciption"), Some("description"));
    assert_eq!(nearest("operationID"), Some("operationId"));
    assert_eq!(nearest("tpye"), Some("type"));
    assert_eq!(nearest("ni"), Some("in"));
    assert_eq!(nearest("on"), None);
    assert_eq!(nearest("example"), None);
}
