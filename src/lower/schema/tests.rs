//! Schemas to types, table by table.

mod discriminators;

use std::fmt::Write;

use crate::diag::{Diagnostics, Severity};
use crate::ir::{Additional, Api, Kind, MemberOutline, Outline, Probe, Shape, TextOutline, Type, TypeDef, TypeHint};
use crate::lower::lower;
use crate::spec::Document;

/// Lowers a document whose component schemas these are, in YAML.
fn lowered(schemas: &str) -> (Api, Diagnostics) {
    let indented: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    let text =
        format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}");
    let document = Document::from_text("test.yaml", &text).unwrap();
    assert!(!document.findings().has_errors(), "{:?}", document.findings());
    let mut diag = Diagnostics::default();
    let api = lower(&document, &mut diag);
    (api, diag)
}

/// The definition of one component, in a notation for tests.
fn shape(schemas: &str, key: &str) -> String {
    let (api, _) = lowered(schemas);
    let def = named(&api, key);
    show(&api, def)
}

fn named<'a>(api: &'a Api, key: &str) -> &'a TypeDef {
    api.types.iter().find(|def| def.hint == TypeHint::Component(key.to_owned())).unwrap()
}

fn show(api: &Api, def: &TypeDef) -> String {
    match &def.shape {
        Shape::Struct(object) => {
            let mut text = String::from("{");
            for field in &object.fields {
                let mark = if field.required { "" } else { "?" };
                write!(text, " {}{mark}: {}", field.name, ty(api, &field.ty)).unwrap();
            }
            match &object.additional {
                Additional::Ignored => text.push_str(" }"),
                Additional::Forbidden => text.push_str(" | none }"),
                Additional::Kept(kept) => write!(text, " | {} }}", ty(api, kept)).unwrap(),
            }
            text
        }
        Shape::Enum(values) => {
            let texts: Vec<String> = values.values.iter().map(|value| value.value.to_string()).collect();
            format!("enum({}{})", texts.join(" "), if values.extensible { " .." } else { "" })
        }
        Shape::Union(union) => {
            let probe = |probe: &Probe| match probe {
                Probe::Tag(values) => format!("={}", values.join("/")),
                Probe::Json(kind) => format!("is {kind}"),
                Probe::Key(key) => format!("has {key}"),
                Probe::Constant(key, value) => format!("{key}={value}"),
                Probe::Like(like) => format!("~{}", outline(like)),
                Probe::Otherwise => "else".to_owned(),
            };
            let variants: Vec<String> = union
                .variants
                .iter()
                .map(|variant| format!("{} {}", ty(api, &variant.ty), probe(&variant.probe)))
                .collect();
            format!("union[{}]({})", union.tag.as_deref().unwrap_or(""), variants.join(", "))
        }
        Shape::Alias(alias) => format!("= {}", ty(api, alias)),
    }
}

fn outline(like: &Outline) -> String {
    let all = |outlines: &[Outline]| outlines.iter().map(outline).collect::<Vec<_>>();
    match like {
        Outline::Any => "any".to_owned(),
        Outline::Null => "null".to_owned(),
        Outline::Boolean => "boolean".to_owned(),
        Outline::Integer => "integer".to_owned(),
        Outline::Number => "number".to_owned(),
        Outline::Text(TextOutline::Any) => "text".to_owned(),
        Outline::Text(text) => format!("{text:?}").to_lowercase(),
        Outline::Ipv4 => "ipv4".to_owned(),
        Outline::Ipv6 => "ipv6".to_owned(),
        Outline::Constants(values) => values.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"),
        Outline::Array(item) => format!("[{}]", outline(item)),
        Outline::Tuple(items) => format!("({})", all(items).join(" ")),
        Outline::Object { members, rest } => {
            let member = |member: &MemberOutline| {
                let mark = if member.required { "" } else { "?" };
                match &member.outline {
                    Outline::Any => format!("{}{mark}", member.name),
                    other => format!("{}{mark}:{}", member.name, outline(other)),
                }
            };
            let rest = rest.iter().map(|rest| format!("*:{}", outline(rest)));
            format!("{{{}}}", members.iter().map(member).chain(rest).collect::<Vec<_>>().join(","))
        }
        Outline::Either(outlines) => all(outlines).join("/"),
    }
}

fn ty(api: &Api, ty: &Type) -> String {
    let text = match &ty.kind {
        Kind::Named(id) => match &api.ty(*id).hint {
            TypeHint::Component(key) => key.clone(),
            TypeHint::Inline { .. } | TypeHint::Operation { .. } | TypeHint::WebhookEvent => show(api, api.ty(*id)),
        },
        Kind::Any => "any".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer(_) => "integer".to_owned(),
        Kind::Number(_) => "number".to_owned(),
        Kind::String(format) => match format!("{format:?}").as_str() {
            "Plain" => "string".to_owned(),
            other => other.to_lowercase(),
        },
        Kind::Array(item) => format!("[{}]", self::ty(api, item)),
        Kind::Map(value) => format!("map<{}>", self::ty(api, value)),
        Kind::Tuple(items) => {
            format!("({})", items.iter().map(|item| self::ty(api, item)).collect::<Vec<_>>().join(" "))
        }
    };
    if ty.nullable { format!("{text}|null") } else { text }
}

#[test]
fn what_is_combined_again_has_a_name_for_each_place() {
    let page = "{allOf: [{$ref: '#/components/schemas/Page'}, {properties: {data: {$ref: '#/components/schemas/A'}}}]}";
    let (api, _) = lowered(&format!(
        "A: {{type: object, properties: {{a: {{type: string}}}}}}\n\
         Page: {{type: object, properties: {{data: {{type: object, description: What was found., required: [a]}}}}}}\n\
         One: {page}\n\
         Two: {page}"
    ));
    let of = |key: &str| {
        let Shape::Struct(object) = &named(&api, key).shape else { panic!("{key}") };
        let Kind::Named(data) = object.fields[0].ty.kind else { panic!("{key}") };
        matches!(api.ty(data).shape, Shape::Alias(_))
    };
    assert_eq!((of("One"), of("Two")), (false, true));
}

#[test]
fn single_schemas() {
    for (schema, expected) in [
        ("{type: string}", "= string"),
        ("{type: string, format: date-time}", "= datetime"),
        ("{type: [string, 'null']}", "= string"),
        ("{type: number, format: int64}", "= integer"),
        ("{}", "= any"),
        ("{type: object}", "= map<any>"),
        ("{type: object, additionalProperties: {type: integer}}", "= map<integer>"),
        ("{type: object, additionalProperties: false}", "{ | none }"),
        ("{additionalProperties: true}", "= map<any>"),
        ("{type: object, patternProperties: {'^x': {type: integer}}}", "= map<integer>"),
        ("{type: array, items: {type: [integer, 'null']}}", "= [integer|null]"),
        ("{items: {type: string}}", "= [string]"),
        ("{type: array}", "= [any]"),
        ("{type: array, prefixItems: [{type: string}, {type: integer}]}", "= (string integer)"),
        ("{type: 'null'}", "= null"),
        ("{properties: {a: {type: string}}}", "{ a?: string }"),
        ("{type: object, required: [a], properties: {a: {type: [string, 'null']}}}", "{ a: string|null }"),
        ("{type: object, required: [a]}", "{ a: any }"),
        ("{type: object, properties: {a: {}}, additionalProperties: {type: string}}", "{ a?: any | string }"),
        ("{type: [string, integer]}", "union[](integer is number, string is string)"),
        ("{type: string, contentEncoding: base64}", "= byte"),
        ("{type: string, contentMediaType: image/png}", "= binary"),
    ] {
        assert_eq!(shape(&format!("X: {schema}"), "X"), expected, "{schema}");
    }
}

#[test]
fn enumerations() {
    for (schema, expected) in [
        ("{type: string, enum: [a, b, a]}", r#"enum("a" "b")"#),
        ("{enum: [a, null]}", r#"enum("a")"#),
        ("{type: integer, enum: [1, 2]}", "enum(1 2)"),
        ("{type: integer, enum: ['1', '2']}", "enum(1 2)"),
        ("{type: string, enum: [1.5, true]}", r#"enum("1.5" "true")"#),
        ("{enum: [a, 1, true]}", r#"enum("a" 1 true)"#),
        ("{const: a}", r#"enum("a")"#),
        ("{type: string, enum: [a], x-extensible-enum: true}", r#"enum("a" ..)"#),
        ("{enum: [[1], {a: 1}, [1]]}", r#"enum([1] {"a":1})"#),
        ("{type: object, properties: {a: {}}, enum: [{a: 1}]}", "{ a?: any }"),
        ("{anyOf: [{type: string}, {type: string, enum: [a]}]}", r#"enum("a" ..)"#),
        ("{oneOf: [{const: a, title: First}, {const: b}]}", r#"enum("a" "b")"#),
        ("{oneOf: [{type: string, enum: [a]}, {type: string, enum: [b, c]}]}", r#"enum("a" "b" "c")"#),
        ("{anyOf: [{type: string, format: uuid}, {type: string}]}", "= string"),
    ] {
        assert_eq!(shape(&format!("X: {schema}"), "X"), expected, "{schema}");
    }
    let (api, _) = lowered("X: {oneOf: [{const: a, title: First, description: The first}, {const: b}]}");
    let Shape::Enum(values) = &named(&api, "X").shape else { panic!() };
    assert_eq!(values.values[0].name.as_deref(), Some("First"));
    assert_eq!(values.values[0].description.as_deref(), Some("The first"));
    let (api, diag) = lowered("X: {type: integer, enum: [1, 2], x-enum-varnames: [One, Two, Three]}");
    let Shape::Enum(values) = &named(&api, "X").shape else { panic!() };
    assert_eq!(values.values[1].name.as_deref(), Some("Two"));
    assert_eq!(diag.iter().map(|each| each.code).collect::<Vec<_>>(), ["enum-remarks"]);
}

const BASES: &str = "A: {type: object, required: [a], properties: {a: {type: string}}}\nB: {type: object, required: [b], properties: {b: {type: integer}}}\n";

#[test]
fn composition() {
    for (schema, expected) in [
        ("{allOf: [{$ref: '#/components/schemas/A'}], description: Only a remark}", "= A"),
        ("{allOf: [{$ref: '#/components/schemas/A'}, {description: Only a remark}]}", "= A"),
        ("{allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}", "{ a: string b: integer }"),
        ("{allOf: [{$ref: '#/components/schemas/A'}, {properties: {c: {}}, required: [c]}]}", "{ a: string c: any }"),
        ("{allOf: [{$ref: '#/components/schemas/A'}], properties: {c: {type: boolean}}}", "{ c?: boolean a: string }"),
        ("{allOf: [{type: number}, {type: integer}]}", "= integer"),
        ("{allOf: [{enum: [a, b]}, {enum: [b, c]}]}", r#"enum("b")"#),
        ("{$ref: '#/components/schemas/A'}", "= A"),
        ("{oneOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}", "= A"),
        ("{anyOf: [{$ref: '#/components/schemas/A'}]}", "= A"),
        ("{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}", "union[](A has a, B has b)"),
        (
            "{type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}",
            "{ a?: any b?: any }",
        ),
        (
            "{properties: {c: {}}, oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
            "union[]({ c?: any a: string } has a, { c?: any b: integer } has b)",
        ),
        (
            "{oneOf: [{type: array, items: {type: string}}, {type: string}]}",
            "union[]([string] is array, string is string)",
        ),
        (
            "{anyOf: [{type: array, items: {type: string}}, {type: array, items: {type: integer}}]}",
            "union[]([string] ~[text], [integer] ~[integer])",
        ),
        (
            "{anyOf: [{type: array, items: {$ref: '#/components/schemas/A'}}, {type: array, items: {$ref: '#/components/schemas/B'}}]}",
            "= [union[](A has a, B has b)]",
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], anyOf: [{required: [c], properties: {c: {}}}, {properties: {d: {}}}]}",
            "union[]({ a: string c: any } ~{a,c}, { a: string d?: any } ~{a,d?}, { b: integer c: any } ~{b,c}, { b: integer d?: any } ~{b,d?})",
        ),
        ("{allOf: [{format: int32, type: integer}, {format: int64}]}", "= integer"),
        (
            "{type: object, patternProperties: {'^x': {type: integer}, '^y': {type: string}}, additionalProperties: {type: boolean}}",
            "= map<union[](integer is number, string is string, boolean is boolean)>",
        ),
        (
            "{oneOf: [{oneOf: [{type: string}, {type: boolean}]}, {type: integer}]}",
            "union[](string is string, boolean is boolean, integer is number)",
        ),
    ] {
        assert_eq!(shape(&format!("{BASES}X: {schema}"), "X"), expected, "{schema}");
    }
}

#[test]
fn properties_that_two_schemas_describe_are_merged() {
    let schemas = "Base: {type: object, properties: {kind: {type: string}, child: {$ref: '#/components/schemas/Base'}}}\n\
                   X: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {kind: {enum: [x]}, child: {description: Own}}}]}";
    assert_eq!(shape(schemas, "X"), r#"{ kind?: enum("x") child?: Base }"#);
}

#[test]
fn unions_are_told_apart() {
    let pets = "Cat: {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}\n\
                Dog: {type: object, required: [kind], properties: {kind: {const: dog}}}\n";
    let plain = "Cat: {type: object, required: [kind], properties: {kind: {type: string}}}\n\
                 Dog: {type: object, required: [kind], properties: {kind: {type: string}}}\n";
    let branches = "oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]";
    let bare = "Cat: {type: object, properties: {lives: {type: integer}}}\n";
    let only = "{oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}";
    for (schemas, schema, expected) in [
        (pets, format!("{{{branches}}}"), "union[kind](Cat =cat, Dog =dog)"),
        (plain, format!("{{{branches}, discriminator: {{propertyName: kind}}}}"), "union[kind](Cat =Cat, Dog =Dog)"),
        // The tag of an only alternative travels, unless the alternative has it anyway.
        (bare, only.to_owned(), "union[kind](Cat =Cat)"),
        (pets, only.to_owned(), "= Cat"),
        (
            plain,
            format!(
                "{{{branches}, discriminator: {{propertyName: kind, mapping: {{c: Cat, d: '#/components/schemas/Dog', e: Dog}}}}}}"
            ),
            "union[kind](Cat =c, Dog =d/e)",
        ),
        (pets, format!("{{{branches}, discriminator: {{propertyName: kind}}}}"), "union[kind](Cat =cat, Dog =dog)"),
        (
            pets,
            "{oneOf: [{$ref: '#/components/schemas/Dog'}, {type: string}, {$ref: '#/components/schemas/Cat'}]}"
                .to_owned(),
            "union[kind](Dog =dog, string is string, Cat =cat)",
        ),
    ] {
        assert_eq!(shape(&format!("{schemas}X: {schema}"), "X"), expected, "{schema}");
    }
    let (_, diag) = lowered(&format!("{plain}X: {{{branches}}}"));
    assert_eq!(diag.iter().map(|each| each.code).collect::<Vec<_>>(), ["ambiguous-union"]);
}

#[test]
fn alternatives_without_a_member_of_their_own_are_told_by_what_they_look_like() {
    for (schema, expected) in [
        (
            "{anyOf: [{properties: {lt: {type: number}, x: {}}}, {properties: {lt: {type: string, format: date-time}, x: {}}}]}",
            "~{lt?:number} ~{lt?:datetime}",
        ),
        (
            "{anyOf: [{properties: {a: {enum: [new]}, b: {}}}, {properties: {a: {enum: [old]}}}]}",
            r#"~{a?:"new",b?} ~{a?:"old"}"#,
        ),
        // What only one alternative has says no more than its kind, so that a new value does not change the alternative.
        ("{anyOf: [{properties: {a: {enum: [new]}, b: {}}}, {properties: {c: {}}}]}", "~{a?:text,b?} ~{c?}"),
        (
            "{anyOf: [{type: object, additionalProperties: {type: integer}}, {properties: {a: {type: string}}}]}",
            "~{*:integer} ~{a?:text}",
        ),
        (
            "{oneOf: [{required: [data], properties: {data: {properties: {u: {const: 1}}}}}, {required: [data], properties: {data: {properties: {u: {const: 2}, v: {}}, required: [u]}}}]}",
            "~{data:{u?:1}} ~{data:{u:2,v?}}",
        ),
        (
            "{oneOf: [{type: array, items: {type: array, items: {type: integer}}}, {type: array, items: {type: integer}}, {type: string}]}",
            "~[[any]] ~[integer] is string",
        ),
    ] {
        let (api, diag) = lowered(&format!("X: {schema}"));
        let Shape::Union(union) = &named(&api, "X").shape else { panic!("{schema}") };
        let probes: Vec<String> = union
            .variants
            .iter()
            .map(|variant| match &variant.probe {
                Probe::Like(like) => format!("~{}", outline(like)),
                Probe::Json(kind) => format!("is {kind}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(probes.join(" "), expected, "{schema}");
        assert!(diag.is_empty(), "{schema}: {diag:?}");
    }
}

#[test]
fn what_only_one_side_sends_tells_nothing_apart() {
    let schemas = "A: {type: object, required: [id, a], properties: {id: {type: string, readOnly: true}, a: {type: string}}}\n\
                   B: {type: object, required: [key], properties: {key: {type: string, writeOnly: true}, b: {type: string}}}\n\
                   X: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}";
    assert_eq!(shape(schemas, "X"), "union[](A has a, B is object)");
}

#[test]
fn addresses_of_two_versions_are_told_apart() {
    let range = |format| {
        format!("{{type: object, required: [first], properties: {{first: {{type: string, format: {format}}}}}}}")
    };
    let schema = format!(
        "V4: {}\nV6: {}\nX: {{anyOf: [{{$ref: '#/components/schemas/V4'}}, {{$ref: '#/components/schemas/V6'}}]}}",
        range("ipv4"),
        range("ipv6")
    );
    assert_eq!(shape(&schema, "X"), "union[](V4 ~{first:ipv4}, V6 ~{first:ipv6})");
}

#[test]
fn unions_in_unions_are_told_by_the_tags_of_their_alternatives() {
    let event = |name: &str| format!("{{type: object, required: [event], properties: {{event: {{const: {name}}}}}}}");
    let schemas = format!(
        "Run: {{oneOf: [{}, {}]}}\nDone: {}\nX: {{oneOf: [{{$ref: '#/components/schemas/Run'}}, {{$ref: '#/components/schemas/Done'}}]}}",
        event("started"),
        event("stopped"),
        event("done")
    );
    assert_eq!(shape(&schemas, "X"), "union[event](Run =started/stopped, Done =done)");
}

#[test]
fn the_last_alternative_is_told_as_the_others_are() {
    let sent = |kind: &str, more: &str| {
        format!(
            "{{type: object, required: [type, {more}], properties: {{type: {{type: string, default: {kind}}}, {more}: {{type: string}}}}}}"
        )
    };
    let schemas = format!(
        "Cached: {}\nGame: {}\nVoice: {}\nX: {{anyOf: [{{$ref: '#/components/schemas/Cached'}}, {{$ref: '#/components/schemas/Game'}}, {{$ref: '#/components/schemas/Voice'}}]}}",
        sent("voice", "file_id"),
        sent("game", "url"),
        sent("voice", "url"),
    );
    assert_eq!(shape(&schemas, "X"), r#"union[](Cached has file_id, Game type="game", Voice type="voice")"#);
}

#[test]
fn lists_of_values_that_lists_are_made_of_are_one_list() {
    let schemas = "Shared: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}\n\
                   X: {anyOf: [{$ref: '#/components/schemas/Shared'}, {type: string, enum: [c]}]}";
    assert_eq!(shape(schemas, "X"), r#"enum("a" "b" "c" ..)"#);
}

#[test]
fn unions_that_lead_to_each_other_offer_the_same() {
    let schemas = "A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}\n\
                   B: {anyOf: [{type: integer}, {oneOf: [{$ref: '#/components/schemas/A'}, {type: boolean}]}]}";
    assert_eq!(shape(schemas, "A"), "union[](string is string, integer is number, boolean is boolean)");
    assert_eq!(shape(schemas, "B"), "union[](integer is number, boolean is boolean, string is string)");
}

#[test]
fn recursion_ends() {
    for schemas in [
        "X: {type: object, properties: {left: {$ref: '#/components/schemas/X'}, all: {type: array, items: {$ref: '#/components/schemas/X/properties/all'}}}}",
        "X: {$ref: '#/components/schemas/Y'}\nY: {$ref: '#/components/schemas/X'}",
        "X: {allOf: [{$ref: '#/components/schemas/X'}]}",
        "X: {oneOf: [{$ref: '#/components/schemas/X'}, {type: string}]}",
        "X: {allOf: [{$ref: '#/components/schemas/Y'}, {type: object}]}\nY: {allOf: [{$ref: '#/components/schemas/X'}, {type: object}]}",
        "X: {properties: {a: {}}, oneOf: [{$ref: '#/components/schemas/Y'}, {type: object}]}\nY: {properties: {b: {}}, oneOf: [{$ref: '#/components/schemas/X'}, {type: object}]}",
        "X: {type: array, items: {$ref: '#/components/schemas/X'}}",
        "X: {oneOf: [{allOf: [{oneOf: [{allOf: [{$ref: '#/components/schemas/X'}, {type: integer}], required: [a]}, {type: object}]}, {$ref: '#/components/schemas/Y'}]}, {type: string}]}\nY: {$ref: '#/components/schemas/X'}",
        "X: {type: array, items: {allOf: [{$ref: '#/components/schemas/X'}, {maxItems: 3}]}}",
        "X: {type: array, items: {allOf: [{$ref: '#/components/schemas/X'}, {type: string}]}}",
        "X: {additionalProperties: {allOf: [{$ref: '#/components/schemas/X'}, {minProperties: 1}]}}",
        "X: {allOf: [{properties: {x: {$ref: '#/components/schemas/X'}}}, {properties: {x: {$ref: '#/components/schemas/Y'}}}]}\nY: {properties: {x: {$ref: '#/components/schemas/X'}}}",
    ] {
        let (api, _) = lowered(schemas);
        assert!(api.types.len() < 40, "{schemas}: {}", api.types.len());
    }
    for (schemas, code, errors) in [
        ("X: {$ref: '#/components/schemas/X'}", "alias-of-itself", 0),
        ("X: {oneOf: [{$ref: '#/components/schemas/X'}]}", "alias-of-itself", 0),
        ("X: {oneOf: [{$ref: '#/components/schemas/X'}, {type: string}]}", "alternative-of-itself", 0),
        ("X: {allOf: [{$ref: '#/components/schemas/X'}, {properties: {a: {}}}]}", "composes-itself", 0),
        ("X: {allOf: [{$ref: '#/components/schemas/X'}]}", "endless-composition", 1),
    ] {
        let (_, diag) = lowered(schemas);
        assert!(diag.iter().any(|each| each.code == code), "{schemas}: {diag:?}");
        assert_eq!(diag.count(Severity::Error), errors, "{schemas}: {diag:?}");
    }
}

#[test]
fn null_is_told_at_each_use() {
    let schemas = "N: {type: [string, 'null'], format: date}\nX: {type: object, required: [a, b], properties: {a: {$ref: '#/components/schemas/N'}, b: {type: array, items: {$ref: '#/components/schemas/N'}}}}";
    assert_eq!(shape(schemas, "X"), "{ a: N|null b: [N|null] }");
    assert_eq!(shape(schemas, "N"), "= date");
}

#[test]
fn inline_types_are_named_after_where_they_stand() {
    let (api, _) = lowered(
        "A: {type: object, properties: {tags: {type: array, items: {type: object, properties: {x: {enum: [y]}}}}}}\n\
         B: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {}}}]}",
    );
    let words: Vec<Vec<String>> = api
        .types
        .iter()
        .filter_map(|def| match &def.hint {
            TypeHint::Inline { parent: Some(parent), words } => {
                let mut all = vec![format!("{:?}", api.ty(*parent).hint)];
                all.extend(words.clone());
                Some(all)
            }
            _ => None,
        })
        .collect();
    assert_eq!(words.len(), 2, "{words:?}");
    assert_eq!(words[0][1..], ["tags", "item"]);
    assert!(words[0][0].contains("\"A\""));
    assert_eq!(words[1][1..], ["x"]);
}

#[test]
fn what_is_not_supported_is_said() {
    for (schema, code) in [
        ("{type: object, required: [a]}", "undeclared-property"),
        ("{type: object, not: {properties: {x: {$ref: '#/components/schemas/X'}}}}", "unchecked-keyword"),
        ("{type: object, dependencies: {a: {required: [b]}}}", "unchecked-keyword"),
        ("{type: array, prefixItems: [{}], items: {type: string}}", "open-tuple"),
        ("{allOf: [{type: string}, {type: integer}]}", "conflicting-schemas"),
        ("{type: integer, format: odd}", "unknown-format"),
    ] {
        let (_, diag) = lowered(&format!("X: {schema}"));
        let codes: Vec<&str> = diag.iter().map(|each| each.code).collect();
        assert!(codes.contains(&code), "{schema}: {codes:?}");
    }
}

#[test]
fn only_what_is_combined_counts_as_combined() {
    let inline: String = (0..20_100).fold("A:\n  properties:\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "    p{n}: {{properties: {{q: {{type: string}}}}}}");
        text
    });
    let combined = "    both:\n      allOf:\n        - {properties: {a: {type: string}}}\n        - {properties: {b: {type: string}}}";
    let (api, diag) = lowered(&(inline + combined));
    assert!(!diag.has_errors(), "{diag:?}");
    assert!(api.types.len() > 20_100, "{}", api.types.len());
}
