//! Tables to text. No formatter looks inside of a macro, so they are printed as they should look.

use std::fmt::Write as _;

use proc_macro2::Literal;

use super::item::push_item;
use super::rust::Unprintable;
use crate::emit::{EnumerationTable, FailureTable, ObjectTable, SourceFile, Table};

/// Writes the tables behind the items of a file that is so deep in modules, with a blank line before each.
pub(super) fn push_tables(text: &mut String, file: &SourceFile, depth: usize) -> Result<(), Unprintable> {
    let indent = "    ".repeat(depth);
    for table in &file.tables {
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        // Writing to a string does not fail.
        let _ = match table {
            Table::Object(table) => push_object(text, table, &indent),
            Table::Enumeration(table) => push_enumeration(text, table, &indent),
            Table::Failure(table) => push_failure(text, table, &indent),
            Table::Item(item) => {
                push_item(text, item, &file.path, depth)?;
                Ok(())
            }
        };
    }
    Ok(())
}

fn push_object(text: &mut String, table: &ObjectTable, indent: &str) -> std::fmt::Result {
    writeln!(text, "{indent}codec::object! {{")?;
    if table.touches_deprecated {
        writeln!(text, "{indent}    #[expect(deprecated, reason = \"deprecated members still travel\")]")?;
    }
    writeln!(text, "{indent}    types::{} as \"{}\";", table.ident, table.ident.bare())?;
    for (index, row) in table.rows.iter().enumerate() {
        write!(text, "{indent}    {index} {} => {}: {}", Quoted(&row.name), row.ident, row.need)?;
        row.scalar.into_iter().for_each(|scalar| text.extend([" ", scalar]));
        text.push_str(",\n");
    }
    if let Some(rest) = &table.rest {
        write!(text, "{indent}    .. => {rest},")?;
        if !table.ignored.is_empty() {
            text.push_str(" except");
            table.ignored.iter().try_for_each(|name| write!(text, " {}", Quoted(name)))?;
            text.push(',');
        }
        text.push('\n');
    }
    writeln!(text, "{indent}}}")
}

fn push_enumeration(text: &mut String, table: &EnumerationTable, indent: &str) -> std::fmt::Result {
    let closed = if table.closed { ", closed" } else { "" };
    writeln!(text, "{indent}codec::enumeration! {{")?;
    writeln!(text, "{indent}    types::{}{closed};", table.ident)?;
    for (value, variant) in &table.rows {
        writeln!(text, "{indent}    {} => {variant},", Quoted(value))?;
    }
    writeln!(text, "{indent}}}")
}

fn push_failure(text: &mut String, table: &FailureTable, indent: &str) -> std::fmt::Result {
    writeln!(text, "{indent}support::failure! {{")?;
    writeln!(text, "{indent}    operations::{};", table.ident)?;
    for row in &table.rows {
        match (row.code, row.carries) {
            (Some(code), false) => writeln!(text, "{indent}    {} => {code},", row.variant)?,
            (Some(code), true) => writeln!(text, "{indent}    {}(_) => {code},", row.variant)?,
            (None, _) => writeln!(text, "{indent}    {}(status, ..) => status,", row.variant)?,
        }
    }
    if let Some(feature) = table.feature.filter(|_| table.undocumented) {
        writeln!(text, "{indent}    #[cfg(feature = {})]", Quoted(feature))?;
    }
    if table.undocumented {
        writeln!(text, "{indent}    .. => Undocumented,")?;
    }
    writeln!(text, "{indent}}}")
}

/// Text as a literal.
struct Quoted<'a>(&'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
        match self.0.bytes().all(is_plain) {
            true => write!(f, "\"{}\"", self.0),
            false => write!(f, "{}", Literal::string(self.0)),
        }
    }
}
