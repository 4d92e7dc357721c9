//! Passes, table by table.

use crate::config::Config;
use crate::ir::{Api, Kind, MediaKind, Shape, StringFormat, StructDef, Type, TypeDef, TypeHint};
use crate::spec::Document;

/// Lowers a document with these schemas and paths, and runs every pass.
fn passed(schemas: &str, paths: &str) -> (Api, Vec<&'static str>) {
    let indent = |text: &str, by: &str| text.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{}components:\n  schemas:\n{}",
        indent(paths, "  "),
        indent(schemas, "    ")
    );
    let document = Document::from_text("test.yaml", &text).unwrap();
    let mut diag = document.findings().clone();
    let mut api = crate::lower::lower(&document, &mut diag);
    super::run(&mut api, &Config::new(), &mut diag);
    assert!(!diag.has_errors(), "{diag:?}");
    let codes = diag.iter().map(|each| each.code).collect();
    (api, codes)
}

fn component<'a>(api: &'a Api, key: &str) -> &'a TypeDef {
    api.types.iter().find(|def| def.hint == TypeHint::Component(key.to_owned())).unwrap()
}

fn object(def: &TypeDef) -> &StructDef {
    match &def.shape {
        Shape::Struct(object) => object,
        other => panic!("{other:?}"),
    }
}

fn names(object: &StructDef) -> Vec<&str> {
    object.fields.iter().map(|field| field.name.as_str()).collect()
}

fn definition<'a>(api: &'a Api, ty: &Type) -> &'a TypeDef {
    match ty.kind {
        Kind::Named(id) => api.ty(id),
        _ => panic!("{ty:?}"),
    }
}

fn get(schema: &str) -> String {
    format!("{{responses: {{'200': {{description: A, content: {{application/json: {{schema: {schema}}}}}}}}}}}")
}

fn post(schema: &str) -> String {
    format!(
        "{{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'204': {{description: A}}}}}}"
    )
}

const USER: &str = "User: {type: object, required: [id, name, password], properties: {id: {type: string, readOnly: true}, name: {type: string}, password: {type: string, writeOnly: true}}}\n\
                    Team: {type: object, properties: {members: {type: array, items: {$ref: '#/components/schemas/User'}}}}";

#[test]
fn parameters_that_nest_get_a_notation() {
    use crate::ir::ParameterStyle::{DeepObject, Form, Json, Simple};
    let schemas = "Flat: {type: object, properties: {a: {type: integer}}}\n\
                   Deep: {type: object, properties: {a: {type: array, items: {type: string}}}}\n\
                   Either: {oneOf: [{type: string}, {$ref: '#/components/schemas/Deep'}]}\n\
                   Loop: {type: object, properties: {a: {$ref: '#/components/schemas/Loop'}}}";
    let style = |parameter: &str, schema: &str| {
        let item =
            format!("/a: {{get: {{parameters: [{{name: p, {parameter}, schema: {schema}}}], responses: {{}}}}}}");
        let (api, codes) = passed(schemas, &item);
        (api.operations[0].parameters[0].style, codes.contains(&"nested-parameter"))
    };
    let named = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    assert_eq!(style("in: query", &named("Flat")), (Form, false));
    assert_eq!(style("in: header", &named("Flat")), (Simple, false));
    for nested in ["Deep", "Either", "Loop"] {
        assert_eq!(style("in: query", &named(nested)), (Form, true), "{nested}");
        assert_eq!(style("in: query, explode: false", &named(nested)), (Json, true), "{nested}");
        assert_eq!(style("in: header", &named(nested)), (Json, true), "{nested}");
        assert_eq!(style("in: query, style: deepObject", &named(nested)), (DeepObject, false), "{nested}");
    }
    assert_eq!(style("in: cookie", "{type: array, items: {type: object}}"), (Json, true));
    assert_eq!(style("in: cookie", "{type: array, items: {type: string}}"), (Form, false));
}

#[test]
fn a_type_that_travels_both_ways_becomes_two_where_it_matters() {
    let team = "{$ref: '#/components/schemas/Team'}";
    let (api, codes) = passed(USER, &format!("/a:\n  get: {}\n  post: {}", get(team), post(team)));
    assert_eq!(codes, ["split-type", "split-type"]);
    assert_eq!(names(object(component(&api, "User"))), ["id", "name"]);
    let body = &api.operations[1].body.as_ref().unwrap().contents[0];
    assert_eq!(body.kind, MediaKind::Json);
    let request = definition(&api, &body.ty);
    assert!(matches!(&request.hint, TypeHint::Inline { parent: Some(_), words } if words == &["request"]));
    let Kind::Array(member) = &object(request).fields[0].ty.kind else { panic!() };
    assert_eq!(names(object(definition(&api, member))), ["name", "password"]);
    assert_eq!(api.operations[0].responses[0].contents[0].ty.kind, Kind::Named(crate::ir::TypeId(1)));
}

#[test]
fn a_type_that_travels_one_way_loses_what_the_other_side_sends() {
    let user = "{$ref: '#/components/schemas/User'}";
    let (api, codes) = passed(USER, &format!("/a:\n  get: {}", get(user)));
    assert_eq!((names(object(component(&api, "User"))), codes), (vec!["id", "name"], vec![]));
    let (api, _) = passed(USER, &format!("/a:\n  post: {}", post(user)));
    assert_eq!(names(object(component(&api, "User"))), ["name", "password"]);
}

#[test]
fn optional_properties_of_one_side_are_no_reason_to_split() {
    let schemas =
        "User: {type: object, properties: {id: {type: string, readOnly: true}, kind: {const: user}}, required: [kind]}";
    let user = "{$ref: '#/components/schemas/User'}";
    let (api, codes) = passed(schemas, &format!("/a:\n  get: {}\n  post: {}", get(user), post(user)));
    assert_eq!((names(object(component(&api, "User"))), codes), (vec!["id", "kind"], vec![]));
}

#[test]
fn a_constant_that_only_the_other_side_has_to_send_stays() {
    let schemas = "User: {type: object, properties: {id: {type: string, readOnly: true}, kind: {type: string, enum: [user], readOnly: true}}, required: [id, kind]}";
    let user = "{$ref: '#/components/schemas/User'}";
    let (api, _) = passed(schemas, &format!("/a:\n  post: {}", post(user)));
    let fields = object(component(&api, "User")).fields.iter();
    assert_eq!(fields.map(|field| (field.name.as_str(), field.required)).collect::<Vec<_>>(), [("kind", false)]);
}

#[test]
fn the_type_of_a_property_travels_only_where_the_property_does() {
    let schemas = format!(
        "{USER}\nEntry: {{type: object, properties: {{by: {{writeOnly: true, allOf: [{{$ref: '#/components/schemas/User'}}]}}}}}}"
    );
    let entry = "{$ref: '#/components/schemas/Entry'}";
    let (api, codes) = passed(&schemas, &format!("/a:\n  get: {}\n  post: {}", get(entry), post(entry)));
    assert_eq!((names(object(component(&api, "User"))), codes), (vec!["name", "password"], vec![]));
}

#[test]
fn defaults_have_to_fit() {
    for (schema, fits) in [
        ("{type: integer, default: 3}", true),
        ("{type: integer, default: '3'}", true),
        ("{type: integer, default: '3.0'}", true),
        ("{type: integer, default: none}", false),
        ("{type: boolean, default: 'true'}", true),
        ("{type: boolean, default: 1}", false),
        ("{type: string, default: 24}", true),
        ("{type: integer, format: int32, default: 3000000000}", false),
        ("{type: [integer, 'null'], default: null}", true),
        ("{type: string, enum: [a], default: a}", true),
        ("{type: string, enum: [a], default: b}", false),
        ("{type: array, items: {type: string}, default: [a]}", true),
        ("{type: array, items: {type: string}, default: [1]}", false),
        ("{type: object, required: [x], properties: {x: {type: string}}, default: {x: a}}", true),
        ("{type: object, required: [x], properties: {x: {type: string}}, default: {}}", false),
        ("{type: [string, integer], default: 1}", true),
        ("{type: [integer, boolean], default: x}", false),
    ] {
        let (api, codes) = passed(&format!("X: {{type: object, properties: {{f: {schema}}}}}"), "{}");
        let default = &object(component(&api, "X")).fields[0].default;
        assert_eq!((default.is_some(), codes.is_empty()), (fits, fits), "{schema}");
    }
    let (api, codes) = passed("X: {type: object, properties: {f: {type: integer, default: null}}}", "{}");
    assert!(codes.is_empty() && object(component(&api, "X")).fields[0].default.is_none());
}

#[test]
fn equal_inline_types_of_one_role_become_one() {
    let owner = "{type: object, properties: {id: {type: integer}, state: {enum: [on, off]}}}";
    let schemas = format!(
        "A: {{type: object, properties: {{owner: {owner}, state: {{enum: [on, off]}}}}}}\n\
         B: {{type: object, properties: {{owner: {owner}, other: {owner}}}}}\n\
         C: {{type: object, properties: {{owner: {{type: object, properties: {{id: {{type: string}}}}}}}}}}"
    );
    let (api, _) = passed(&schemas, "{}");
    let field = |key: &str, index: usize| definition(&api, &object(component(&api, key)).fields[index].ty);
    assert_eq!(names(object(field("A", 0))), ["id", "state"]);
    let Shape::Alias(alias) = &field("B", 0).shape else { panic!("{:?}", field("B", 0)) };
    assert_eq!(definition(&api, alias).place, field("A", 0).place);
    assert!(matches!(field("B", 1).shape, Shape::Struct(_)), "another role");
    assert!(matches!(field("C", 0).shape, Shape::Struct(_)), "another shape");
    assert!(matches!(field("A", 1).shape, Shape::Enum(_)), "the first of its role");
    assert_eq!(api.types.len(), 11, "what a duplicate was made of keeps its names");
}

#[test]
fn styles_that_have_no_notation_for_a_type_are_named() {
    let said = |parameter: &str| {
        let paths = format!(
            "/a: {{get: {{parameters: [{{name: p, {parameter}}}], responses: {{default: {{description: A}}}}}}}}"
        );
        passed("Any: {}", &paths).1
    };
    let named = ["style-without-notation"];
    let array = "schema: {type: array, items: {type: string}}";
    let object = "schema: {type: object, properties: {a: {type: string}}}";
    let text = "schema: {type: string}";
    let either = "schema: {anyOf: [{type: string}, {anyOf: [{type: object}]}]}";
    assert_eq!(said(&format!("in: query, style: deepObject, {array}")), named);
    assert_eq!(said(&format!("in: query, style: deepObject, {text}")), named);
    assert!(said(&format!("in: query, style: deepObject, {object}")).is_empty());
    assert_eq!(said(&format!("in: query, style: pipeDelimited, explode: true, {array}")), named);
    assert_eq!(said(&format!("in: query, style: spaceDelimited, {text}")), named);
    assert!(said(&format!("in: query, style: pipeDelimited, {array}")).is_empty());
    assert_eq!(said(&format!("in: cookie, {object}")), named);
    assert_eq!(said(&format!("in: cookie, {either}")), named);
    assert!(said(&format!("in: cookie, explode: false, {array}")).is_empty());
}

#[test]
fn encodings_of_what_a_form_does_not_have_are_named() {
    let said = |more: &str| {
        let schema = format!("{{type: object, properties: {{a: {{type: string}}}}{more}}}");
        let content = format!("{{schema: {schema}, encoding: {{a: {{explode: false}}, b: {{explode: false}}}}}}");
        let body = format!("{{content: {{application/x-www-form-urlencoded: {content}}}}}");
        passed("Any: {}", &format!("/a: {{post: {{requestBody: {body}, responses: {{default: {{description: A}}}}}}}}"))
            .1
    };
    assert_eq!(said(""), ["encoding-of-nothing"]);
    assert!(said(", additionalProperties: {type: string}").is_empty());
}

#[test]
fn a_body_with_files_is_a_form_and_one_without_is_none() {
    let upload = "Upload: {type: object, properties: {name: {type: string}, file: {type: string, format: binary}, \
                  more: {type: array, maxItems: 2, items: {type: string, format: binary}}, \
                  picture: {type: string}, either: {anyOf: [{type: string, format: binary}, {type: 'null'}]}}}\n\
                  Plain: {type: object, properties: {name: {type: string}}}";
    let send = |media: &str, name: &str, more: &str| {
        let content = format!("{{{media}: {{schema: {{$ref: '#/components/schemas/{name}'}}{more}}}}}");
        format!("{{requestBody: {{content: {content}}}, responses: {{'204': {{description: A}}}}}}")
    };
    let form = |name: &str| send("multipart/form-data", name, ", encoding: {picture: {contentType: image/png}}");

    let (api, _) = passed(upload, &format!("/a: {{post: {}}}", form("Upload")));
    let ty = &api.operations[0].body.as_ref().unwrap().contents[0].ty;
    assert_eq!(definition(&api, ty).hint, TypeHint::Component("Upload".to_owned()), "nothing else uses it");
    let Kind::Named(id) = ty.kind else { panic!() };
    assert_eq!(api.forms.keys().collect::<Vec<_>>(), [&id]);
    let is_file = |ty: &Type| match &ty.kind {
        Kind::Array(item) => item.kind == Kind::String(StringFormat::Binary) && ty.constraints.max_items == Some(2),
        kind => *kind == Kind::String(StringFormat::Binary),
    };
    let files: Vec<&str> =
        object(api.ty(id)).fields.iter().filter(|field| is_file(&field.ty)).map(|field| field.name.as_str()).collect();
    assert_eq!(files, ["file", "more", "picture", "either"]);

    let both = format!("/a: {{post: {}}}\n/b: {{post: {}}}", form("Upload"), send("application/json", "Upload", ""));
    let (api, _) = passed(upload, &both);
    let hint =
        |operation: usize| &definition(&api, &api.operations[operation].body.as_ref().unwrap().contents[0].ty).hint;
    assert!(matches!(hint(0), TypeHint::Inline { words, .. } if words == &["form"]), "{:?}", hint(0));
    assert_eq!(*hint(1), TypeHint::Component("Upload".to_owned()));

    let other = "{schema: {type: array, items: {$ref: '#/components/schemas/Other'}}}";
    for elsewhere in [
        send("application/json", "Other", ""),
        format!("{{requestBody: {{content: {{application/json: {other}}}}}, responses: {{}}}}"),
    ] {
        let named = format!("{upload}\nOther: {{$ref: '#/components/schemas/Upload'}}");
        let (api, _) = passed(&named, &format!("/a: {{post: {}}}\n/b: {{post: {elsewhere}}}", form("Other")));
        let ty = &api.operations[0].body.as_ref().unwrap().contents[0].ty;
        assert!(
            matches!(&definition(&api, ty).hint, TypeHint::Inline { words, .. } if words == &["form"]),
            "another name"
        );
    }

    let (api, _) = passed(upload, &format!("/a: {{post: {}}}", form("Plain")));
    assert!(api.forms.is_empty());
}

#[test]
fn equal_forms_are_one_that_keeps_their_names() {
    let upload = "{type: object, properties: {file: {type: string, format: binary}}}";
    let post = format!(
        "{{post: {{requestBody: {{content: {{multipart/form-data: {{schema: {upload}}}}}}}, responses: {{default: {{description: A}}}}}}}}"
    );
    let (api, _) = passed("Any: {}", &format!("/a: {post}\n/b: {post}"));
    let ty = |operation: usize| &api.operations[operation].body.as_ref().unwrap().contents[0].ty;
    assert_eq!(api.target(ty(0)), api.target(ty(1)));
    assert_ne!(ty(0).kind, ty(1).kind);
    assert_eq!(api.forms.keys().copied().collect::<Vec<_>>(), [api.target(ty(1)).unwrap()]);
}
