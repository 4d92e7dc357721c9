//! The modules of a crate as one text, for a build script: `pub mod api { include!(…); }`.
//!
//! `include!` takes neither inner attributes nor `//!` at the top of its text, so those of the root are left out.

use std::collections::BTreeMap;

use syn::{Item, parse_quote};

use super::parallel;
use super::rust::{Unprintable, header, parse, print, push_docs, space_items};
use super::table::push_tables;
use crate::emit::SourceFile;

/// A module of the output, before it is text.
#[derive(Debug)]
pub enum Module {
    /// Tokens to be formatted.
    Made(SourceFile),
    /// Text that is copied as it is. No literal in it spans lines, since it is indented.
    Verbatim {
        /// Where it goes in a crate: `src/support/request.rs`.
        path: String,
        /// The text.
        text: String,
    },
}

/// The text of a module between its braces, where the bodies of its submodules are still named by placeholders.
struct Body {
    module: String,
    text: String,
}

/// Makes and formats the modules, in parallel, and nests them into one text.
pub fn single_text<U: Sync>(
    units: &[U],
    spec: &str,
    make: impl Fn(&U) -> Module + Sync,
) -> Result<String, Unprintable> {
    let bodies = parallel(units, |unit| match make(unit) {
        Module::Made(file) => made(file).map_err(|defect| match make(unit) {
            Module::Made(file) => defect.of(&file),
            Module::Verbatim { .. } => defect,
        }),
        Module::Verbatim { path, text } => Ok(verbatim(&path, &text)),
    })?;
    let mut bodies: BTreeMap<String, String> = bodies.into_iter().map(|body| (body.module, body.text)).collect();
    let mut text = header(spec);
    text.push('\n');
    nest("", &mut bodies, &mut text)?;
    match bodies.into_iter().next() {
        None => Ok(text),
        Some((module, body)) => Err(Unprintable { path: module, message: "no module declares it".into(), text: body }),
    }
}

/// The path of the module that a file holds, in the way of `types/pet`; that of the crate root is empty.
fn module_of(path: &str) -> String {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("mod").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    let path = path.trim_end_matches('/');
    if path == "lib" { String::new() } else { path.to_owned() }
}

fn depth(module: &str) -> usize {
    if module.is_empty() { 0 } else { module.split('/').count() }
}

const PLACEHOLDER: &str = "specwright_body!(";

fn made(mut file: SourceFile) -> Result<Body, Unprintable> {
    let module = module_of(&file.path);
    let depth = depth(&module);
    let items = std::mem::take(&mut file.items);
    let mut syntax = parse(&file.path, items)?;
    syntax.attrs.clear();
    for item in &mut syntax.items {
        if let Item::Mod(item) = item
            && item.content.is_none()
        {
            let name = &item.ident;
            item.content = Some((Default::default(), vec![parse_quote!(specwright_body!(#name);)]));
            item.semi = None;
        }
    }
    let mut text = String::new();
    if depth > 0 && !file.docs.is_empty() {
        push_docs(&mut text, &file.docs, depth * 4);
        text.push('\n');
    }
    if !syntax.items.is_empty() {
        space_items(&mut syntax.items);
        text.push_str(&print_nested(syntax, depth));
    }
    push_tables(&mut text, &file, depth)?;
    Ok(Body { module, text })
}

/// Prints a file as the printer would inside of so many modules, so that it indents strings and breaks lines correctly.
pub(super) fn print_nested(mut syntax: syn::File, depth: usize) -> String {
    for _ in 0..depth {
        let items = std::mem::take(&mut syntax.items);
        syntax.items = vec![parse_quote!(mod around { #(#items)* })];
    }
    let printed = print(&syntax);
    let lines: Vec<&str> = printed.lines().collect();
    let inner = lines.get(depth..lines.len().saturating_sub(depth)).unwrap_or_default();
    inner.iter().flat_map(|line| [line, "\n"]).collect()
}

fn verbatim(path: &str, text: &str) -> Body {
    let module = module_of(path);
    let indent = " ".repeat(depth(&module) * 4);
    let mut indented = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        match declared(line) {
            Some((declaration, name)) => {
                indented
                    .push_str(&format!("{indent}{declaration} {{\n{indent}    {PLACEHOLDER}{name});\n{indent}}}\n"));
            }
            None if line.is_empty() => indented.push('\n'),
            None => indented.push_str(&format!("{indent}{line}\n")),
        }
    }
    Body { module, text: indented }
}

/// The line of a file that declares a submodule, without its semicolon, and the name of the submodule.
fn declared(line: &str) -> Option<(&str, &str)> {
    let declaration = line.strip_suffix(';')?;
    let (before, name) = declaration.rsplit_once("mod ")?;
    let is_declaration = before.is_empty() || (before.starts_with("pub") && before.ends_with(' '));
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_declaration && is_name).then_some((declaration, name))
}

/// Writes a module, with the bodies of its submodules in the place of their placeholders.
fn nest(module: &str, bodies: &mut BTreeMap<String, String>, out: &mut String) -> Result<(), Unprintable> {
    let body = bodies.remove(module).ok_or_else(|| Unprintable {
        path: module.to_owned(),
        message: "no file holds the module".into(),
        text: String::new(),
    })?;
    for line in body.lines() {
        let name = line.trim_start().strip_prefix(PLACEHOLDER).and_then(|rest| rest.strip_suffix(");"));
        match name {
            Some(name) if module.is_empty() => nest(name, bodies, out)?,
            Some(name) => nest(&format!("{module}/{name}"), bodies, out)?,
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Ok(())
}
