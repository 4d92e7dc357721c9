//! What the text looks like, that it is stable, and that both shapes compile.

use quote::quote;

use super::item::push_item;
use super::*;
use crate::emit::{EnumerationTable, Item, ObjectTable, Row, Table};
use crate::name::Ident;

fn sample(path: &str) -> SourceFile {
    SourceFile {
        path: path.into(),
        docs: vec!["Pets.".into(), String::new(), "And\rtheir \u{202e}owners.\nMany.".into()],
        items: vec![
            quote! {
                use super::support::Request;
                use http::StatusCode;
                use std::fmt;
                use bytes::Bytes;
            },
            quote! {
                mod dog;
                pub mod cat;
                pub use cat::Cat;
                pub use dog::Dog;
            },
            quote! {
                const A: u8 = 1;
                const B: u8 = 2;
            },
            quote! {
                #[doc = " A pet."]
                #[doc = ""]
                #[doc = " With a \u{202e}name.\r"]
                #[derive(Debug, Clone)]
                pub struct Pet {
                    #[doc = " Its name."]
                    pub name: String,
                    pub r#type: Option<String>,
                }
            },
            quote! {
                impl fmt::Display for Pet {
                    type A = u8;
                    type B = u8;
                    #[doc = " Prints."]
                    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str("a\n//\u{f8ff}blank\n") }
                    fn other() -> &'static str { match 1 { 1 => "a", _ => { let x = "b"; x } } }
                }
                trait T { const C: u8; fn a(); #[doc = " B."] fn b(); }
            },
        ],
        ..SourceFile::default()
    }
}

#[test]
fn text_looks_as_if_written_by_hand() {
    insta::assert_snapshot!(rust(sample("src/types/mod.rs"), "pets.yaml").unwrap());
}

#[test]
fn tables_follow_the_items() {
    let ident = |name| Ident::new(name).unwrap();
    let row = |name: &str, field, need, scalar| Row { name: name.to_owned(), ident: ident(field), need, scalar };
    let table = ObjectTable {
        ident: ident("Pet"),
        touches_deprecated: true,
        rows: vec![row("type", "type", "required", None), row("a \"\u{202e}b\\", "a_b", "optional", Some("whole"))],
        rest: Some(ident("additional")),
        ignored: vec!["x".to_owned(), "y".to_owned()],
    };
    let listed =
        EnumerationTable { ident: ident("Color"), closed: true, rows: vec![("dark\n".to_owned(), ident("Dark"))] };
    let file = SourceFile {
        tables: vec![Table::Object(table), Table::Enumeration(listed)],
        ..SourceFile::new(
            "src/a.rs",
            vec![],
            vec![quote!(
                use a::types;
            )],
        )
    };
    let text = rust(file, "pets.yaml").unwrap();
    let (_, table) = text.split_once("use a::types;\n\n").unwrap();
    insta::assert_snapshot!(table, @r##"
    codec::object! {
        #[expect(deprecated, reason = "deprecated members still travel")]
        types::Pet as "Pet";
        0 "type" => r#type: required,
        1 "a \"\u{202e}b\\" => a_b: optional whole,
        .. => additional, except "x" "y",
    }

    codec::enumeration! {
        types::Color, closed;
        "dark\n" => Dark,
    }
    "##);
    assert!(syn::parse_file(table).is_ok());
}

/// The text of an item as it is written, and as it is printed.
fn both(item: &Item, depth: usize) -> [String; 2] {
    [item.unformatted, true].map(|unformatted| {
        let item = Item { text: item.text.clone(), unformatted };
        let mut text = String::new();
        push_item(&mut text, &item, "src/a.rs", depth).unwrap();
        text
    })
}

#[test]
fn items_are_written_as_they_would_be_printed() {
    for spec in ["features.yaml", "sparkloop.yaml", "resources.yaml"] {
        let document = crate::Document::load(format!("specs/{spec}")).unwrap();
        let plan = crate::understand(&document, &crate::Config::new(), crate::plan::Gate::Feature).plan;
        let tables = crate::emit::units(&plan).into_iter().flat_map(|unit| unit.file(&plan).tables);
        let items = tables.filter_map(|table| if let Table::Item(item) = table { Some(item) } else { None });
        let items: Vec<Item> = items.collect();
        assert!(items.iter().filter(|item| !item.unformatted).count() > 10, "{spec}");
        for item in &items {
            let [written, printed] = both(item, 0);
            assert_eq!(written, printed, "{spec}");
        }
    }
}

#[test]
fn items_with_long_lines_are_printed() {
    let text = format!("/// \u{202e}A.\npub type A = Vec<Option<{}>>;\n", "B".repeat(60));
    let item = Item { text, unformatted: false };
    let short = both(&item, 0);
    assert_eq!(short[0], format!("/// A.\npub type A = Vec<Option<{}>>;\n", "B".repeat(60)));
    assert_eq!(short[0], short[1]);
    let nested = both(&item, 2);
    assert!(nested[0].starts_with("        /// A.\n        pub type A = Vec<\n"), "{}", nested[0]);
    let error = push_item(&mut String::new(), &Item { text: "struct 1;".into(), unformatted: true }, "src/a.rs", 0);
    assert_eq!(error.unwrap_err().text, "struct 1;");
}

/// The file that text would have come from, but for its documentation and header.
fn reparsed(text: &str, file: SourceFile) -> SourceFile {
    let syntax = syn::parse_file(text).unwrap();
    let items = syntax.items.iter().map(|item| quote!(#item)).collect();
    SourceFile { items, tables: Vec::new(), ..file }
}

#[test]
fn output_formats_to_itself() {
    let text = rust(sample("src/types/mod.rs"), "pets.yaml").unwrap();
    let file = reparsed(&text, sample("src/types/mod.rs"));
    assert_eq!(rust(file, "pets.yaml").unwrap(), text);
}

#[test]
fn tokens_that_are_not_rust_are_reported_with_their_text() {
    let make = |_: &()| SourceFile::new("src/a.rs", vec![], vec![quote!(struct 1;)]);
    let error = rust_files(&[()], "pets.yaml", make).unwrap_err();
    assert_eq!((error.path.as_str(), error.text.as_str()), ("src/a.rs", "struct 1 ;"));
}

#[test]
fn the_source_cannot_break_out_of_the_header() {
    let file = SourceFile { path: "src/a.rs".into(), docs: vec![], items: vec![], ..SourceFile::default() };
    let text = rust(file, "a\nfn main() {}\r.yaml").unwrap();
    assert_eq!(text, "// @generated by specwright from afn main() {}.yaml. Do not edit; run `specwright generate`.\n");
}

#[test]
fn files_come_in_the_order_of_their_units_and_the_first_error_wins() {
    let units: Vec<usize> = (0..100).collect();
    let make = |unit: &usize| SourceFile {
        path: format!("src/f{unit}.rs"),
        docs: vec![],
        items: vec![],
        ..SourceFile::default()
    };
    let files = rust_files(&units, "pets.yaml", make).unwrap();
    assert!(files.iter().enumerate().all(|(index, (path, _))| *path == format!("src/f{index}.rs")));
    let broken = |unit: &usize| SourceFile { items: vec![quote!(struct #unit;)], ..make(unit) };
    assert_eq!(rust_files(&units[3..], "pets.yaml", broken).unwrap_err().path, "src/f3.rs");
}

#[test]
fn support_is_copied_without_its_tests() {
    let text = "//! Docs.\n\n#[cfg(test)]\nmod tests;\n\nfn a() {}\n\n#[cfg(test)]\nfn b() {}\n\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\n";
    assert_eq!(without_tests(text), "//! Docs.\n\n\nfn a() {}\n\n#[cfg(test)]\nfn b() {}\n");
}

/// A root, a module with documentation, a module in a directory, and one that is copied.
fn modules() -> Vec<fn() -> Module> {
    vec![
        || {
            Module::Made(SourceFile {
                path: "src/lib.rs".into(),
                docs: vec!["The crate.".into()],
                items: vec![quote! {
                    #![recursion_limit = "256"]
                    #[doc = " Types."]
                    pub mod types;
                    pub mod support;
                    pub use types::Pet;
                }],
                ..SourceFile::default()
            })
        },
        || {
            Module::Made(SourceFile {
                path: "src/types/mod.rs".into(),
                docs: vec!["The types.".into()],
                items: vec![quote!(
                    mod pet;
                    pub use pet::Pet;
                )],
                ..SourceFile::default()
            })
        },
        || {
            Module::Made(SourceFile {
                path: "src/types/pet.rs".into(),
                docs: vec!["One type.".into()],
                items: vec![quote! {
                    use super::super::support::Name;
                    #[doc = " A pet."]
                    #[derive(Debug)]
                    pub struct Pet {
                        #[doc = " Its name."]
                        pub name: Name,
                    }
                    impl Pet {
                        #[doc = " Makes one."]
                        pub fn new() -> Self { Self { name: Name } }
                        #[doc = " Makes text."]
                        pub fn text() -> &'static str { "a\nb" }
                    }
                    impl Default for Pet { fn default() -> Self { Self::new() } }
                }],
                ..SourceFile::default()
            })
        },
        || Module::Verbatim {
            path: "src/support/inner.rs".into(),
            text: "//! Inner.\n\n/// A function.\npub fn inner() {}\n".into(),
        },
        || Module::Verbatim {
            path: "src/support/mod.rs".into(),
            text:
                "//! Support.\n\npub mod inner;\n\n/// A name.\n#[derive(Debug)]\npub struct Name; // with a comment\n"
                    .into(),
        },
    ]
}

#[test]
fn one_text_nests_the_modules() {
    insta::assert_snapshot!(single_text(&modules(), "pets.yaml", |make| make()).unwrap());
}

#[test]
fn one_text_can_be_included_without_a_warning() {
    let text = single_text(&modules(), "pets.yaml", |make| make()).unwrap();
    let dir = std::env::temp_dir().join(format!("specwright-include-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("api.rs"), text).unwrap();
    let root = "#![deny(warnings, missing_docs)]\n//! A crate.\n/// The API.\n#[allow(missing_docs)] pub mod api { include!(\"api.rs\"); }\n";
    std::fs::write(dir.join("lib.rs"), root).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc)
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "lib.rs"])
        .current_dir(&dir)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn modules_without_a_file_and_files_without_a_module_are_reported() {
    let error = single_text(&modules()[..4], "pets.yaml", |make| make()).unwrap_err();
    assert_eq!((error.path.as_str(), error.message.as_str()), ("support", "no file holds the module"));
    let mut stray = modules();
    stray.push(|| Module::Verbatim { path: "src/stray.rs".into(), text: String::new() });
    let error = single_text(&stray, "pets.yaml", |make| make()).unwrap_err();
    assert_eq!((error.path.as_str(), error.message.as_str()), ("stray", "no module declares it"));
}
