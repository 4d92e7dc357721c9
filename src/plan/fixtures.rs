//! Small pieces of IR for the tests of the plan.

use crate::diag::{FileId, Place, Pointer};
use crate::ir::{
    Api, Called, Content, Doc, Info, Kind, Location, MediaKind, Method, Operation, Parameter, ParameterStyle,
    PathTemplate, Response, Status, StringFormat, Type,
};

pub(super) fn place(pointer: &str) -> Place {
    Place { file: FileId(0), pointer: Pointer::parse(pointer) }
}

pub(super) fn string() -> Type {
    Type::new(Kind::String(StringFormat::Plain))
}

pub(super) fn api(operations: Vec<Operation>) -> Api {
    Api {
        source: "test.yaml".to_owned(),
        info: Info { title: "Test".to_owned(), version: "1".to_owned(), ..Info::default() },
        servers: Vec::new(),
        security: Vec::new(),
        tags: Vec::new(),
        types: Vec::new(),
        forms: std::collections::BTreeMap::new(),
        operations,
        webhooks: None,
        rate_limit: None,
        retry: None,
    }
}

pub(super) fn operation(method: &str, path: &str) -> Operation {
    Operation {
        id: None,
        method: Method(method.to_owned()),
        path: PathTemplate::parse(path),
        tags: Vec::new(),
        doc: Doc::default(),
        parameters: Vec::new(),
        body: None,
        responses: Vec::new(),
        security: Vec::new(),
        servers: Vec::new(),
        pagination: None,
        rate_limit: None,
        retry: None,
        place: place(&format!("/paths/{}/{}", path.replace('/', "~1"), method.to_lowercase())),
        called: Called::default(),
    }
}

pub(super) fn parameter(name: &str, location: Location) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location,
        style: if matches!(location, Location::Query | Location::Cookie) {
            ParameterStyle::Form
        } else {
            ParameterStyle::Simple
        },
        explode: false,
        allow_reserved: false,
        allow_empty: false,
        required: location == Location::Path,
        ty: string(),
        default: None,
        doc: Doc::default(),
        place: place(&format!("/parameters/{name}")),
        example: None,
        called: None,
    }
}

pub(super) fn response(status: Status, kind: Option<MediaKind>) -> Response {
    Response {
        status,
        success: status.is_success(),
        contents: kind
            .into_iter()
            .map(|kind| Content {
                media_type: "application/json".to_owned(),
                kind,
                ty: string(),
                encodings: Vec::new(),
                example: None,
            })
            .collect(),
        headers: Vec::new(),
        doc: Doc::default(),
        component: None,
        place: place("/responses"),
    }
}
