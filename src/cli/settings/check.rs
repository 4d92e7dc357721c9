//! Whether a tree is as the grammar says, with every mistake in it.

use std::ops::Range;

use specwright::nearest;

use super::grammar::{Form, Key, Shape};
use super::tree::{Content, Item, Mistake};

/// All that is wrong with a value.
pub(super) fn check(item: &Item, shape: &Shape, way: &str, mistakes: &mut Vec<Mistake>) {
    match (shape, &item.content) {
        (Shape::Any, _) | (Shape::Flag, Content::Flag(_)) => {}
        (Shape::Text(form), Content::Text(text)) => check_text(*form, text, way, &item.range, mistakes),
        (Shape::Word(words), Content::Text(text)) if words.contains(&text.as_str()) => {}
        (Shape::Texts(form), Content::List(items)) => {
            items.iter().for_each(|item| check(item, &Shape::Text(*form), way, mistakes));
        }
        (Shape::Table(keys), Content::Table(_)) => check_table(item, keys, way, mistakes),
        (Shape::Tables(keys), Content::List(items)) => {
            items.iter().for_each(|item| check(item, &Shape::Table(keys), way, mistakes));
        }
        (Shape::Map(form, shape), Content::Table(members)) => {
            for member in members {
                let way = join(way, &member.key);
                check_text(*form, &member.key, &way, &member.range, mistakes);
                check(&member.item, shape, &way, mistakes);
            }
        }
        (Shape::Either(shapes), content) if shapes.iter().any(|shape| takes(shape, content)) => {
            let shape = shapes.iter().find(|shape| takes(shape, content));
            shape.iter().for_each(|shape| check(item, shape, way, mistakes));
        }
        (shape, _) => mistakes.push(Mistake::new(&item.range, format!("{} is {}", named(way), expected(shape)))),
    }
}

fn check_text(form: Form, text: &str, way: &str, range: &Range<usize>, mistakes: &mut Vec<Mistake>) {
    if let Some(reason) = form.objection(text) {
        mistakes.push(Mistake::new(range, format!("{}: {reason}", named(way))));
    }
}

fn check_table(item: &Item, keys: &[Key], way: &str, mistakes: &mut Vec<Mistake>) {
    for member in item.members() {
        match keys.iter().find(|key| key.name == member.key) {
            Some(key) => check(&member.item, &key.shape, &join(way, key.name), mistakes),
            None => mistakes.push(Mistake::new(&member.range, unknown(&member.key, keys, way))),
        }
    }
    for key in keys.iter().filter(|key| key.needed && item.get(key.name).is_none()) {
        mistakes.push(Mistake::new(&item.range, format!("{} has no `{}`", named(way), key.name)));
    }
}

fn unknown(word: &str, keys: &[Key], way: &str) -> String {
    let names = || keys.iter().map(|key| key.name);
    let whole =
        if way.is_empty() { "there is no setting".to_owned() } else { format!("{} has no setting", named(way)) };
    match nearest(word, names()) {
        Some(nearest) => format!("{whole} `{word}`; did you mean `{nearest}`?"),
        None => format!("{whole} `{word}`; known are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

/// Whether a value is of the type that a shape is of.
fn takes(shape: &Shape, content: &Content) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Flag => matches!(content, Content::Flag(_)),
        Shape::Text(_) | Shape::Word(_) => matches!(content, Content::Text(_)),
        Shape::Texts(_) | Shape::Tables(_) => matches!(content, Content::List(_)),
        Shape::Table(_) | Shape::Map(..) => matches!(content, Content::Table(_)),
        Shape::Either(shapes) => shapes.iter().any(|shape| takes(shape, content)),
    }
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Any => "any value".to_owned(),
        Shape::Flag => "true or false".to_owned(),
        Shape::Text(_) => "a string".to_owned(),
        Shape::Word(words) => words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" or "),
        Shape::Texts(_) => "an array of strings".to_owned(),
        Shape::Tables(_) => "an array of tables".to_owned(),
        Shape::Table(_) | Shape::Map(..) => "a table".to_owned(),
        Shape::Either(shapes) => shapes.iter().map(expected).collect::<Vec<_>>().join(" or "),
    }
}

fn named(way: &str) -> String {
    if way.is_empty() { "the file".to_owned() } else { format!("`{way}`") }
}

fn join(way: &str, key: &str) -> String {
    if way.is_empty() { key.to_owned() } else { format!("{way}.{key}") }
}
