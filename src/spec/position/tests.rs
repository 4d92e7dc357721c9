//! Tests of positions.

use std::path::PathBuf;

use super::*;
use crate::diag::{Diagnostics, FileId};
use crate::spec::location::Location;
use crate::spec::text::{Parsed, parse};
use crate::spec::upgrade::Version;

fn file(text: &str) -> File {
    let Parsed { tree, language, repaired } = parse(text, FileId(0), &mut Diagnostics::default());
    let (path, location) = (None, Location::File(PathBuf::new()));
    let (moves, version) = (Default::default(), Version::DEFAULT);
    File { path, location, name: String::new(), text: text.to_owned(), language, repaired, tree, moves, version }
}

/// The marked texts, with their lines and columns.
fn marked<'t>(file: &'t File, pointers: &[&str]) -> Vec<(u32, u32, &'t str)> {
    let pointers: Vec<Pointer> = pointers.iter().map(|pointer| Pointer::parse(pointer)).collect();
    let sought: Vec<Sought<'_>> = pointers.iter().map(Sought::Pointer).collect();
    let marked = |span: &Span| {
        let rest = &file.text[span.offset..];
        let end = rest.char_indices().nth(span.length).map_or(rest.len(), |(at, _)| at);
        (span.start.line, span.start.column, &rest[..end])
    };
    spans(file, &sought).iter().map(marked).collect()
}

#[test]
fn scalars_are_marked_themselves_and_the_rest_by_its_key() {
    let yaml =
        file("é: {b: 'c'}\nlist:\n  - x: 1\n  - plain text # no\nmap:\n  /pets/{id}: |\n    long\n    text\nnone:\n");
    let pointers = ["/é/b", "/é", "/list/0/x", "/list/1", "/list/0", "/map/~1pets~1{id}", "/map", "/none", ""];
    let expected = [
        (1, 8, "'c'"),
        (1, 1, "é"),
        (3, 8, "1"),
        (4, 5, "plain text"),
        (3, 5, "x"),
        (7, 5, "long"),
        (5, 1, "map"),
        (9, 1, "none"),
        (1, 1, "é"),
    ];
    assert_eq!(marked(&yaml, &pointers), expected);

    let json = file("{\n  \"é\": {\"b\": \"c\\\"\"},\n  \"list\": [{\"x\": 1.5}, true,\n[]]\n}");
    let pointers = ["/é/b", "/é", "/list/0/x", "/list/1", "/list/2", "/list"];
    let expected =
        [(2, 14, "\"c\\\"\""), (2, 3, "\"é\""), (3, 18, "1.5"), (3, 24, "true"), (4, 1, "["), (3, 3, "\"list\"")];
    assert_eq!(marked(&json, &pointers), expected);
}

#[test]
fn what_is_not_there_is_what_is_around_it() {
    for text in ["a:\n  b:\n    c: 1\n", "{\n  \"a\": {\"b\":\n {\"c\": 1}}}"] {
        let file = file(text);
        let spans = marked(&file, &["/a/b/d/e", "/x", "/a/b/c/d", "/a/0"]);
        let texts: Vec<&str> = spans.iter().map(|span| span.2.trim_matches('"')).collect();
        assert_eq!(texts, ["b", &text[..1], "1", "a"]);
    }
}

#[test]
fn of_duplicates_the_one_that_counts_is_marked() {
    assert_eq!(marked(&file("a: 1\na: 2\n"), &["/a"]), [(1, 4, "1")]);
    assert_eq!(marked(&file(r#"{"a": 1, "a": 2}"#), &["/a"]), [(1, 15, "2")]);
}

#[test]
fn aliases_are_marked_themselves() {
    assert_eq!(marked(&file("a: &x\n  b: 1\nc: *x\n"), &["/c/b", "/a/b"]), [(3, 4, "*x"), (2, 6, "1")]);
}

#[test]
fn lines_that_were_indented_keep_their_columns() {
    assert_eq!(marked(&file("a:\n  b: {\n\"c\": 1\n}\n"), &["/a/b/c"]), [(3, 6, "1")]);
}
