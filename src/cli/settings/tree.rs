//! The text of a file as a tree, in which every value knows where it stands.

use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

/// A value and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) content: Content,
    pub(super) range: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Text(String),
    Flag(bool),
    Number(Number),
    List(Vec<Item>),
    Table(Vec<Member>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) range: Range<usize>,
    pub(super) item: Item,
}

/// What is wrong with a file, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Mistake {
    pub(super) fn new(range: &Range<usize>, message: impl Into<String>) -> Self {
        Self { at: range.start, message: message.into() }
    }
}

/// Parses the text of a file.
pub(super) fn parse(text: &str) -> Result<Item, Vec<Mistake>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let range = table.span();
        return Ok(Item { content: of_table(table.get_ref()), range });
    }
    let mistake = |error: &toml::de::Error| Mistake {
        at: error.span().map_or(0, |span| span.start),
        message: error.message().trim().to_owned(),
    };
    Err(errors.iter().map(mistake).collect())
}

/// Members in the order of the text; the parser has them in that of the alphabet.
fn of_table(table: &DeTable<'_>) -> Content {
    let member = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| Member {
        key: key.get_ref().clone().into_owned(),
        range: key.span(),
        item: Item { content: of_value(value.get_ref()), range: value.span() },
    };
    let mut members: Vec<Member> = table.iter().map(member).collect();
    members.sort_by_key(|member| member.range.start);
    Content::Table(members)
}

fn of_value(value: &DeValue<'_>) -> Content {
    match value {
        DeValue::String(text) => Content::Text(text.clone().into_owned()),
        DeValue::Boolean(flag) => Content::Flag(*flag),
        DeValue::Integer(integer) => {
            let number = i128::from_str_radix(integer.as_str(), integer.radix()).ok();
            let number = number.and_then(Number::from_i128);
            number.map_or_else(|| Content::Text(integer.to_string()), Content::Number)
        }
        DeValue::Float(float) => {
            let number = float.as_str().parse().ok().and_then(Number::from_f64);
            number.map_or_else(|| Content::Text(float.to_string()), Content::Number)
        }
        DeValue::Datetime(moment) => Content::Text(moment.to_string()),
        DeValue::Array(items) => {
            let item =
                |item: &toml::Spanned<DeValue<'_>>| Item { content: of_value(item.get_ref()), range: item.span() };
            Content::List(items.iter().map(item).collect())
        }
        DeValue::Table(table) => of_table(table),
    }
}

impl Item {
    /// The member of a table.
    pub(super) fn get(&self, key: &str) -> Option<&Item> {
        self.members().iter().find(|member| member.key == key).map(|member| &member.item)
    }

    /// The members of a table; none if this is no table.
    pub(super) fn members(&self) -> &[Member] {
        match &self.content {
            Content::Table(members) => members,
            _ => &[],
        }
    }

    /// The items of a list; none if this is no list.
    pub(super) fn items(&self) -> &[Item] {
        match &self.content {
            Content::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match &self.content {
            Content::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The value without its places.
    pub(super) fn json(&self) -> Value {
        match &self.content {
            Content::Text(text) => Value::String(text.clone()),
            Content::Flag(flag) => Value::Bool(*flag),
            Content::Number(number) => Value::Number(number.clone()),
            Content::List(items) => Value::Array(items.iter().map(Item::json).collect()),
            Content::Table(members) => {
                let members = members.iter().map(|member| (member.key.clone(), member.item.json()));
                Value::Object(members.collect::<Map<String, Value>>())
            }
        }
    }
}
