//! What the objects of OpenAPI 3.0, 3.1 and 3.2 consist of, as data. One table serves the structural check, the upgrade
//! and the shallow reading of pieces, so that they cannot disagree. Pure.
//!
//! The fields are those of the "Fixed Fields" tables of the three standards; a field's `since` is the minor version that
//! brought it.

use Need::{Optional, Prose, Required, Usual};
use Shape::{
    Any, Count, Flag, FlagOr, List, Map, Number, One, Part, PartMap, Parts, Text, TextMap, Texts, Values, Word,
};

/// The objects of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Requirement,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Text,
    Flag,
    Number,
    /// An integer that is not negative.
    Count,
    Any,
    Texts,
    TextMap,
    /// An array of anything.
    Values,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Another object, which is read on its own.
    One(Kind),
    List(Kind),
    Map(Kind),
    /// A boolean or an object.
    FlagOr(Kind),
    /// An object that is read together with its owner.
    Part(Kind),
    Parts(Kind),
    PartMap(Kind),
    /// `type` of a schema: one of the names, or (OpenAPI 3.1) an array of them.
    Types,
    /// A number, or (OpenAPI 3.0) a boolean.
    Bound,
}

/// How grave it is when the field is absent or of the wrong shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Without it the object means nothing.
    Required,
    /// The standard requires it, but nothing is lost without it.
    Usual,
    /// It may be absent, but if there it must be right.
    Optional,
    /// People read it, programs do not: what is wrong with it is a warning.
    Prose,
}

/// A fixed field of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) shape: Shape,
    pub(crate) need: Need,
    /// The minor version of OpenAPI 3 that brought it.
    pub(crate) since: u8,
}

/// An object of the standard.
#[derive(Debug)]
pub(crate) struct Object {
    /// As the standard titles it, without "Object".
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// What members with other names hold: `paths`, `responses` and callbacks are maps with a few fixed fields.
    pub(crate) others: Option<Shape>,
}

impl Object {
    pub(crate) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

const fn field(key: &'static str, shape: Shape, need: Need) -> Field {
    Field { key, shape, need, since: 0 }
}

const fn later(since: u8, key: &'static str, shape: Shape, need: Need) -> Field {
    Field { key, shape, need, since }
}

const SUMMARY: Field = field("summary", Text, Prose);
const DESCRIPTION: Field = field("description", Text, Prose);
const DOCS: Field = field("externalDocs", Part(Kind::ExternalDocs), Prose);
const EXAMPLE: Field = field("example", Any, Prose);
const EXAMPLES: Field = field("examples", Map(Kind::Example), Prose);
const CONTENT: Field = field("content", Map(Kind::MediaType), Optional);
const SCHEMA: Field = field("schema", One(Kind::Schema), Optional);
const SECURITY: Field = field("security", Parts(Kind::Requirement), Optional);
const SERVERS: Field = field("servers", List(Kind::Server), Optional);
const PARAMETERS: Field = field("parameters", List(Kind::Parameter), Optional);
const HEADERS: Field = field("headers", Map(Kind::Header), Optional);
const METHOD: Shape = One(Kind::Operation);

/// The names of the types (JSON Schema validation 2020-12, 6.1.1).
pub(crate) const TYPES: &[&str] = &["null", "boolean", "object", "array", "number", "string", "integer"];

const DOCUMENT: Object = Object {
    name: "OpenAPI",
    fields: &[
        field("openapi", Text, Required),
        later(1, "jsonSchemaDialect", Text, Prose),
        later(2, "$self", Text, Prose),
        field("info", One(Kind::Info), Required),
        SERVERS,
        field("paths", One(Kind::Paths), Optional),
        later(1, "webhooks", Map(Kind::PathItem), Optional),
        field("components", One(Kind::Components), Optional),
        SECURITY,
        field("tags", List(Kind::Tag), Optional),
        DOCS,
    ],
    others: None,
};
const INFO: Object = Object {
    name: "Info",
    fields: &[
        field("title", Text, Required),
        later(1, "summary", Text, Prose),
        DESCRIPTION,
        field("termsOfService", Text, Prose),
        field("contact", Part(Kind::Contact), Prose),
        field("license", Part(Kind::License), Prose),
        field("version", Text, Required),
    ],
    others: None,
};
const CONTACT: Object = Object {
    name: "Contact",
    fields: &[field("name", Text, Prose), field("url", Text, Prose), field("email", Text, Prose)],
    others: None,
};
const LICENSE: Object = Object {
    name: "License",
    fields: &[field("name", Text, Usual), later(1, "identifier", Text, Prose), field("url", Text, Prose)],
    others: None,
};
const SERVER: Object = Object {
    name: "Server",
    fields: &[
        field("url", Text, Required),
        DESCRIPTION,
        later(2, "name", Text, Prose),
        field("variables", PartMap(Kind::ServerVariable), Optional),
    ],
    others: None,
};
const SERVER_VARIABLE: Object = Object {
    name: "Server Variable",
    fields: &[field("enum", Texts, Optional), field("default", Text, Required), DESCRIPTION],
    others: None,
};
const COMPONENTS: Object = Object {
    name: "Components",
    fields: &[
        field("schemas", Map(Kind::Schema), Optional),
        field("responses", Map(Kind::Response), Optional),
        field("parameters", Map(Kind::Parameter), Optional),
        EXAMPLES,
        field("requestBodies", Map(Kind::RequestBody), Optional),
        HEADERS,
        field("securitySchemes", Map(Kind::SecurityScheme), Optional),
        field("links", Map(Kind::Link), Optional),
        field("callbacks", Map(Kind::Callback), Optional),
        later(1, "pathItems", Map(Kind::PathItem), Optional),
        later(2, "mediaTypes", Map(Kind::MediaType), Optional),
    ],
    others: None,
};
const PATHS: Object = Object { name: "Paths", fields: &[], others: Some(One(Kind::PathItem)) };
const PATH_ITEM: Object = Object {
    name: "Path Item",
    fields: &[
        SUMMARY,
        DESCRIPTION,
        field("get", METHOD, Optional),
        field("put", METHOD, Optional),
        field("post", METHOD, Optional),
        field("delete", METHOD, Optional),
        field("options", METHOD, Optional),
        field("head", METHOD, Optional),
        field("patch", METHOD, Optional),
        field("trace", METHOD, Optional),
        later(2, "query", METHOD, Optional),
        later(2, "additionalOperations", Map(Kind::Operation), Optional),
        SERVERS,
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
        PARAMETERS,
        field("requestBody", One(Kind::RequestBody), Optional),
        field("responses", One(Kind::Responses), Usual),
        field("callbacks", Map(Kind::Callback), Optional),
        field("deprecated", Flag, Optional),
        SECURITY,
        SERVERS,
    ],
    others: None,
};
const EXTERNAL_DOCS: Object =
    Object { name: "External Documentation", fields: &[DESCRIPTION, field("url", Text, Usual)], others: None };
const PARAMETER: Object = Object {
    name: "Parameter",
    fields: &[
        field("name", Text, Required),
        field("in", Word(&["query", "header", "path", "cookie", "querystring"]), Required),
        DESCRIPTION,
        field("required", Flag, Optional),
        field("deprecated", Flag, Optional),
        field("allowEmptyValue", Flag, Optional),
        field("style", Word(STYLES), Optional),
        field("explode", Flag, Optional),
        field("allowReserved", Flag, Optional),
        SCHEMA,
        CONTENT,
        EXAMPLE,
        EXAMPLES,
    ],
    others: None,
};
const STYLES: &[&str] =
    &["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"];
const REQUEST_BODY: Object = Object {
    name: "Request Body",
    fields: &[DESCRIPTION, field("content", Map(Kind::MediaType), Usual), field("required", Flag, Optional)],
    others: None,
};
const MEDIA_TYPE: Object = Object {
    name: "Media Type",
    fields: &[
        SCHEMA,
        later(2, "itemSchema", One(Kind::Schema), Optional),
        EXAMPLE,
        EXAMPLES,
        field("encoding", Map(Kind::Encoding), Optional),
        later(2, "prefixEncoding", List(Kind::Encoding), Optional),
        later(2, "itemEncoding", One(Kind::Encoding), Optional),
    ],
    others: None,
};
const ENCODING: Object = Object {
    name: "Encoding",
    fields: &[
        field("contentType", Text, Optional),
        HEADERS,
        field("style", Word(STYLES), Optional),
        field("explode", Flag, Optional),
        field("allowReserved", Flag, Optional),
        later(2, "encoding", Map(Kind::Encoding), Optional),
        later(2, "prefixEncoding", List(Kind::Encoding), Optional),
        later(2, "itemEncoding", One(Kind::Encoding), Optional),
    ],
    others: None,
};
const RESPONSES: Object = Object { name: "Responses", fields: &[], others: Some(One(Kind::Response)) };
const RESPONSE: Object = Object {
    name: "Response",
    fields: &[
        later(2, "summary", Text, Prose),
        field("description", Text, Usual),
        HEADERS,
        CONTENT,
        field("links", Map(Kind::Link), Optional),
    ],
    others: None,
};
const CALLBACK: Object = Object { name: "Callback", fields: &[], others: Some(One(Kind::PathItem)) };
const EXAMPLE_OBJECT: Object = Object {
    name: "Example",
    fields: &[
        SUMMARY,
        DESCRIPTION,
        field("value", Any, Prose),
        later(2, "dataValue", Any, Prose),
        later(2, "serializedValue", Text, Prose),
        field("externalValue", Text, Prose),
    ],
    others: None,
};
const LINK: Object = Object {
    name: "Link",
    fields: &[
        field("operationRef", Text, Prose),
        field("operationId", Text, Prose),
        field("parameters", Any, Prose),
        field("requestBody", Any, Prose),
        DESCRIPTION,
        field("server", One(Kind::Server), Prose),
    ],
    others: None,
};
const HEADER: Object = Object {
    name: "Header",
    fields: &[
        DESCRIPTION,
        field("required", Flag, Optional),
        field("deprecated", Flag, Optional),
        field("allowEmptyValue", Flag, Optional),
        field("style", Word(STYLES), Optional),
        field("explode", Flag, Optional),
        field("allowReserved", Flag, Optional),
        SCHEMA,
        CONTENT,
        EXAMPLE,
        EXAMPLES,
    ],
    others: None,
};
const TAG: Object = Object {
    name: "Tag",
    fields: &[
        field("name", Text, Required),
        later(2, "summary", Text, Prose),
        DESCRIPTION,
        DOCS,
        later(2, "parent", Text, Optional),
        later(2, "kind", Text, Optional),
    ],
    others: None,
};
const SCHEMA_OBJECT: Object = Object {
    name: "Schema",
    fields: &[
        field("type", Shape::Types, Optional),
        field("properties", Map(Kind::Schema), Optional),
        field("required", Texts, Optional),
        DESCRIPTION,
        field("title", Text, Prose),
        field("format", Text, Optional),
        field("items", One(Kind::Schema), Optional),
        field("enum", Values, Optional),
        EXAMPLE,
        field("nullable", Flag, Optional),
        field("allOf", List(Kind::Schema), Optional),
        field("oneOf", List(Kind::Schema), Optional),
        field("anyOf", List(Kind::Schema), Optional),
        field("not", One(Kind::Schema), Optional),
        field("additionalProperties", FlagOr(Kind::Schema), Optional),
        field("default", Any, Optional),
        field("discriminator", Part(Kind::Discriminator), Optional),
        field("readOnly", Flag, Optional),
        field("writeOnly", Flag, Optional),
        field("deprecated", Flag, Optional),
        field("minimum", Number, Optional),
        field("maximum", Number, Optional),
        field("exclusiveMinimum", Shape::Bound, Optional),
        field("exclusiveMaximum", Shape::Bound, Optional),
        field("multipleOf", Number, Optional),
        field("minLength", Count, Optional),
        field("maxLength", Count, Optional),
        field("pattern", Text, Optional),
        field("minItems", Count, Optional),
        field("maxItems", Count, Optional),
        field("uniqueItems", Flag, Optional),
        field("minProperties", Count, Optional),
        field("maxProperties", Count, Optional),
        field("xml", Part(Kind::Xml), Prose),
        DOCS,
        later(1, "examples", Any, Prose),
        later(1, "const", Any, Optional),
        later(1, "prefixItems", List(Kind::Schema), Optional),
        later(1, "patternProperties", Map(Kind::Schema), Optional),
        later(1, "$defs", Map(Kind::Schema), Optional),
        later(1, "definitions", Map(Kind::Schema), Optional),
        later(1, "contentEncoding", Text, Optional),
        later(1, "contentMediaType", Text, Optional),
        later(1, "contentSchema", One(Kind::Schema), Optional),
        later(1, "propertyNames", One(Kind::Schema), Optional),
        later(1, "unevaluatedProperties", FlagOr(Kind::Schema), Optional),
        later(1, "unevaluatedItems", FlagOr(Kind::Schema), Optional),
        later(1, "contains", One(Kind::Schema), Optional),
        later(1, "minContains", Count, Optional),
        later(1, "maxContains", Count, Optional),
        later(1, "if", One(Kind::Schema), Optional),
        later(1, "then", One(Kind::Schema), Optional),
        later(1, "else", One(Kind::Schema), Optional),
        later(1, "dependentRequired", Any, Optional),
        later(1, "dependentSchemas", Map(Kind::Schema), Optional),
        later(1, "$id", Text, Optional),
        later(1, "$anchor", Text, Optional),
        later(1, "$dynamicAnchor", Text, Optional),
        later(1, "$dynamicRef", Text, Optional),
        later(1, "$schema", Text, Prose),
        later(1, "$comment", Text, Prose),
        later(1, "$vocabulary", Any, Prose),
    ],
    others: None,
};
const DISCRIMINATOR: Object = Object {
    name: "Discriminator",
    fields: &[
        field("propertyName", Text, Required),
        field("mapping", TextMap, Optional),
        later(2, "defaultMapping", Text, Optional),
    ],
    others: None,
};
const XML: Object = Object {
    name: "XML",
    fields: &[
        field("name", Text, Prose),
        field("namespace", Text, Prose),
        field("prefix", Text, Prose),
        field("attribute", Flag, Prose),
        field("wrapped", Flag, Prose),
        later(2, "nodeType", Text, Prose),
    ],
    others: None,
};
const SECURITY_SCHEME: Object = Object {
    name: "Security Scheme",
    fields: &[
        field("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]), Required),
        DESCRIPTION,
        field("name", Text, Optional),
        field("in", Word(&["query", "header", "cookie"]), Optional),
        field("scheme", Text, Optional),
        field("bearerFormat", Text, Prose),
        field("flows", Part(Kind::Flows), Optional),
        field("openIdConnectUrl", Text, Optional),
        later(2, "oauth2MetadataUrl", Text, Optional),
        later(2, "deprecated", Flag, Optional),
    ],
    others: None,
};
const FLOWS: Object = Object {
    name: "OAuth Flows",
    fields: &[
        field("implicit", Part(Kind::Flow), Optional),
        field("password", Part(Kind::Flow), Optional),
        field("clientCredentials", Part(Kind::Flow), Optional),
        field("authorizationCode", Part(Kind::Flow), Optional),
        later(2, "deviceAuthorization", Part(Kind::Flow), Optional),
    ],
    others: None,
};
const FLOW: Object = Object {
    name: "OAuth Flow",
    fields: &[
        field("authorizationUrl", Text, Optional),
        later(2, "deviceAuthorizationUrl", Text, Optional),
        field("tokenUrl", Text, Optional),
        field("refreshUrl", Text, Optional),
        field("scopes", TextMap, Usual),
    ],
    others: None,
};
const REQUIREMENT: Object = Object { name: "Security Requirement", fields: &[], others: Some(Texts) };

impl Kind {
    /// The table of the object.
    pub(crate) fn object(self) -> &'static Object {
        match self {
            Kind::Document => &DOCUMENT,
            Kind::Info => &INFO,
            Kind::Contact => &CONTACT,
            Kind::License => &LICENSE,
            Kind::Server => &SERVER,
            Kind::ServerVariable => &SERVER_VARIABLE,
            Kind::Components => &COMPONENTS,
            Kind::Paths => &PATHS,
            Kind::PathItem => &PATH_ITEM,
            Kind::Operation => &OPERATION,
            Kind::ExternalDocs => &EXTERNAL_DOCS,
            Kind::Parameter => &PARAMETER,
            Kind::RequestBody => &REQUEST_BODY,
            Kind::MediaType => &MEDIA_TYPE,
            Kind::Encoding => &ENCODING,
            Kind::Responses => &RESPONSES,
            Kind::Response => &RESPONSE,
            Kind::Callback => &CALLBACK,
            Kind::Example => &EXAMPLE_OBJECT,
            Kind::Link => &LINK,
            Kind::Header => &HEADER,
            Kind::Tag => &TAG,
            Kind::Schema => &SCHEMA_OBJECT,
            Kind::Discriminator => &DISCRIMINATOR,
            Kind::Xml => &XML,
            Kind::SecurityScheme => &SECURITY_SCHEME,
            Kind::Flows => &FLOWS,
            Kind::Flow => &FLOW,
            Kind::Requirement => &REQUIREMENT,
        }
    }
}
