//! The tables of Swagger 2.0: the objects that OpenAPI 3 has otherwise. The rest, such as the Info Object and the Schema
//! Object, is that of 3.0.

use super::Need::{Optional, Prose, Required, Usual};
use super::Shape::{Any, Count, Flag, List, Map, Number, One, Text, TextMap, Texts, Types, Values, Word};
use super::objects::{DESCRIPTION, DOCS, SCHEMA, SECURITY, SUMMARY, field};
use super::{Field, Object, Shape};

/// The objects of Swagger 2.0 that OpenAPI 3 does not have, or has otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Document,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Items,
    Responses,
    Response,
    Header,
    SecurityScheme,
}

impl Kind {
    pub(super) fn object(self) -> &'static Object {
        match self {
            Kind::Document => &DOCUMENT,
            Kind::Paths => &PATHS,
            Kind::PathItem => &PATH_ITEM,
            Kind::Operation => &OPERATION,
            Kind::Parameter => &PARAMETER,
            Kind::Items => &ITEMS,
            Kind::Responses => &RESPONSES,
            Kind::Response => &RESPONSE,
            Kind::Header => &HEADER,
            Kind::SecurityScheme => &SECURITY_SCHEME,
        }
    }
}

const fn one(kind: Kind) -> Shape {
    One(super::Kind::Swagger(kind))
}

const fn map(kind: Kind) -> Shape {
    Map(super::Kind::Swagger(kind))
}

const CONSUMES: Field = field("consumes", Texts, Optional);
const PRODUCES: Field = field("produces", Texts, Optional);
const SCHEMES: Field = field("schemes", Texts, Optional);
const PARAMETERS: Field = field("parameters", List(super::Kind::Swagger(Kind::Parameter)), Optional);
const METHOD: Shape = one(Kind::Operation);

const DOCUMENT: Object = Object {
    name: "Swagger",
    fields: &[
        field("swagger", Text, Required),
        field("info", One(super::Kind::Info), Usual),
        field("host", Text, Optional),
        field("basePath", Text, Optional),
        SCHEMES,
        CONSUMES,
        PRODUCES,
        field("paths", one(Kind::Paths), Usual),
        field("definitions", Map(super::Kind::Schema), Optional),
        field("parameters", map(Kind::Parameter), Optional),
        field("responses", map(Kind::Response), Optional),
        field("securityDefinitions", map(Kind::SecurityScheme), Optional),
        SECURITY,
        field("tags", List(super::Kind::Tag), Optional),
        DOCS,
    ],
    others: None,
};
const PATHS: Object = Object { name: "Paths", fields: &[], others: Some(one(Kind::PathItem)) };
const PATH_ITEM: Object = Object {
    name: "Path Item",
    fields: &[
        field("get", METHOD, Optional),
        field("put", METHOD, Optional),
        field("post", METHOD, Optional),
        field("delete", METHOD, Optional),
        field("options", METHOD, Optional),
        field("head", METHOD, Optional),
        field("patch", METHOD, Optional),
        PARAMETERS,
    ],
    others: None,
};
const OPERATION: Object = Object {
    name: "Operation",
    fields: &[
        field("tags", Texts, Optional),
        SUMMARY,
        DESCRIPTION,
        DOCS,
        field("operationId", Text, Optional),
        CONSUMES,
        PRODUCES,
        PARAMETERS,
        field("responses", one(Kind::Responses), Usual),
        SCHEMES,
        field("deprecated", Flag, Optional),
        SECURITY,
    ],
    others: None,
};

// What parameters, their items and headers say of their values: those are no schemas in Swagger 2.0, but nearly.
const TYPE: Field = field("type", Types, Optional);
const FORMAT: Field = field("format", Text, Optional);
const ITEMS_FIELD: Field = field("items", one(Kind::Items), Optional);
const COLLECTION_FORMAT: Field = field("collectionFormat", Word(&["csv", "ssv", "tsv", "pipes", "multi"]), Optional);
const DEFAULT: Field = field("default", Any, Optional);
const MAXIMUM: Field = field("maximum", Number, Optional);
const EXCLUSIVE_MAXIMUM: Field = field("exclusiveMaximum", Flag, Optional);
const MINIMUM: Field = field("minimum", Number, Optional);
const EXCLUSIVE_MINIMUM: Field = field("exclusiveMinimum", Flag, Optional);
const MAX_LENGTH: Field = field("maxLength", Count, Optional);
const MIN_LENGTH: Field = field("minLength", Count, Optional);
const PATTERN: Field = field("pattern", Text, Optional);
const MAX_ITEMS: Field = field("maxItems", Count, Optional);
const MIN_ITEMS: Field = field("minItems", Count, Optional);
const UNIQUE_ITEMS: Field = field("uniqueItems", Flag, Optional);
const ENUM: Field = field("enum", Values, Optional);
const MULTIPLE_OF: Field = field("multipleOf", Number, Optional);

const PARAMETER: Object = Object {
    name: "Parameter",
    fields: &[
        field("name", Text, Required),
        field("in", Word(&["query", "header", "path", "formData", "body"]), Required),
        DESCRIPTION,
        field("required", Flag, Optional),
        SCHEMA,
        field("allowEmptyValue", Flag, Optional),
        TYPE,
        FORMAT,
        ITEMS_FIELD,
        COLLECTION_FORMAT,
        DEFAULT,
        MAXIMUM,
        EXCLUSIVE_MAXIMUM,
        MINIMUM,
        EXCLUSIVE_MINIMUM,
        MAX_LENGTH,
        MIN_LENGTH,
        PATTERN,
        MAX_ITEMS,
        MIN_ITEMS,
        UNIQUE_ITEMS,
        ENUM,
        MULTIPLE_OF,
    ],
    others: None,
};
const ITEMS: Object = Object {
    name: "Items",
    fields: &[
        TYPE,
        FORMAT,
        ITEMS_FIELD,
        COLLECTION_FORMAT,
        DEFAULT,
        MAXIMUM,
        EXCLUSIVE_MAXIMUM,
        MINIMUM,
        EXCLUSIVE_MINIMUM,
        MAX_LENGTH,
        MIN_LENGTH,
        PATTERN,
        MAX_ITEMS,
        MIN_ITEMS,
        UNIQUE_ITEMS,
        ENUM,
        MULTIPLE_OF,
    ],
    others: None,
};
const RESPONSES: Object = Object { name: "Responses", fields: &[], others: Some(one(Kind::Response)) };
const RESPONSE: Object = Object {
    name: "Response",
    fields: &[
        field("description", Text, Usual),
        SCHEMA,
        field("headers", map(Kind::Header), Optional),
        field("examples", Any, Prose),
    ],
    others: None,
};
const HEADER: Object = Object {
    name: "Header",
    fields: &[
        DESCRIPTION,
        TYPE,
        FORMAT,
        ITEMS_FIELD,
        COLLECTION_FORMAT,
        DEFAULT,
        MAXIMUM,
        EXCLUSIVE_MAXIMUM,
        MINIMUM,
        EXCLUSIVE_MINIMUM,
        MAX_LENGTH,
        MIN_LENGTH,
        PATTERN,
        MAX_ITEMS,
        MIN_ITEMS,
        UNIQUE_ITEMS,
        ENUM,
        MULTIPLE_OF,
    ],
    others: None,
};
const SECURITY_SCHEME: Object = Object {
    name: "Security Scheme",
    fields: &[
        field("type", Word(&["basic", "apiKey", "oauth2"]), Required),
        DESCRIPTION,
        field("name", Text, Optional),
        field("in", Word(&["query", "header"]), Optional),
        field("flow", Word(&["implicit", "password", "application", "accessCode"]), Optional),
        field("authorizationUrl", Text, Optional),
        field("tokenUrl", Text, Optional),
        field("scopes", TextMap, Optional),
    ],
    others: None,
};
