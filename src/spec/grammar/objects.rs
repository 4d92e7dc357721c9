//! The tables: the "Fixed Fields" of the objects of OpenAPI 3.0.4, 3.1.1 and 3.2.0.

use super::Need::{Optional, Prose, Required, Unread, Usual};
use super::Shape::{
    Any, Count, Flag, FlagOr, List, Map, Number, One, Part, PartMap, Parts, Text, TextMap, Texts, Values, Word,
};
use super::{Field, Kind, Need, Object, Shape};

pub(super) const fn field(key: &'static str, shape: Shape, need: Need) -> Field {
    Field { key, shape, need, since: 0 }
}

const fn later(since: u8, key: &'static str, shape: Shape, need: Need) -> Field {
    Field { key, shape, need, since }
}

pub(super) const SUMMARY: Field = field("summary", Text, Prose);
pub(super) const DESCRIPTION: Field = field("description", Text, Prose);
pub(super) const DOCS: Field = field("externalDocs", Part(Kind::ExternalDocs), Prose);
const EXAMPLE: Field = field("example", Any, Prose);
const EXAMPLES: Field = field("examples", Map(Kind::Example), Prose);
const CONTENT: Field = field("content", Map(Kind::MediaType), Optional);
pub(super) const SCHEMA: Field = field("schema", One(Kind::Schema), Optional);
pub(super) const SECURITY: Field = field("security", Parts(Kind::Requirement), Optional);
const SERVERS: Field = field("servers", List(Kind::Server), Optional);
const PARAMETERS: Field = field("parameters", List(Kind::Parameter), Optional);
const HEADERS: Field = field("headers", Map(Kind::Header), Optional);
const METHOD: Shape = One(Kind::Operation);

pub(super) const DOCUMENT: Object = Object {
    name: "OpenAPI",
    fields: &[
        field("openapi", Text, Required),
        later(1, "jsonSchemaDialect", Text, Prose),
        later(2, "$self", Text, Prose),
        field("info", One(Kind::Info), Usual),
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
pub(super) const INFO: Object = Object {
    name: "Info",
    fields: &[
        field("title", Text, Usual),
        later(1, "summary", Text, Prose),
        DESCRIPTION,
        field("termsOfService", Text, Prose),
        field("contact", Part(Kind::Contact), Prose),
        field("license", Part(Kind::License), Prose),
        field("version", Text, Usual),
    ],
    others: None,
};
pub(super) const CONTACT: Object = Object {
    name: "Contact",
    fields: &[field("name", Text, Prose), field("url", Text, Prose), field("email", Text, Prose)],
    others: None,
};
pub(super) const LICENSE: Object = Object {
    name: "License",
    fields: &[field("name", Text, Usual), later(1, "identifier", Text, Prose), field("url", Text, Prose)],
    others: None,
};
pub(super) const SERVER: Object = Object {
    name: "Server",
    fields: &[
        field("url", Text, Required),
        DESCRIPTION,
        later(2, "name", Text, Prose),
        field("variables", PartMap(Kind::ServerVariable), Optional),
    ],
    others: None,
};
pub(super) const SERVER_VARIABLE: Object = Object {
    name: "Server Variable",
    fields: &[field("enum", Texts, Optional), field("default", Text, Usual), DESCRIPTION],
    others: None,
};
pub(super) const COMPONENTS: Object = Object {
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
pub(super) const PATHS: Object = Object { name: "Paths", fields: &[], others: Some(One(Kind::PathItem)) };
pub(super) const PATH_ITEM: Object = Object {
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
pub(super) const OPERATION: Object = Object {
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
pub(super) const EXTERNAL_DOCS: Object =
    Object { name: "External Documentation", fields: &[DESCRIPTION, field("url", Text, Usual)], others: None };
pub(super) const PARAMETER: Object = Object {
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
pub(super) const REQUEST_BODY: Object = Object {
    name: "Request Body",
    fields: &[DESCRIPTION, field("content", Map(Kind::MediaType), Usual), field("required", Flag, Optional)],
    others: None,
};
pub(super) const MEDIA_TYPE: Object = Object {
    name: "Media Type",
    fields: &[
        SCHEMA,
        later(2, "itemSchema", One(Kind::Schema), Optional),
        EXAMPLE,
        EXAMPLES,
        field("encoding", Map(Kind::Encoding), Optional),
        later(2, "prefixEncoding", List(Kind::Encoding), Unread),
        later(2, "itemEncoding", One(Kind::Encoding), Unread),
    ],
    others: None,
};
pub(super) const ENCODING: Object = Object {
    name: "Encoding",
    fields: &[
        field("contentType", Text, Optional),
        HEADERS,
        field("style", Word(STYLES), Optional),
        field("explode", Flag, Optional),
        field("allowReserved", Flag, Optional),
        later(2, "encoding", Map(Kind::Encoding), Unread),
        later(2, "prefixEncoding", List(Kind::Encoding), Unread),
        later(2, "itemEncoding", One(Kind::Encoding), Unread),
    ],
    others: None,
};
pub(super) const RESPONSES: Object = Object { name: "Responses", fields: &[], others: Some(One(Kind::Response)) };
pub(super) const RESPONSE: Object = Object {
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
pub(super) const CALLBACK: Object = Object { name: "Callback", fields: &[], others: Some(One(Kind::PathItem)) };
pub(super) const EXAMPLE_OBJECT: Object = Object {
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
pub(super) const LINK: Object = Object {
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
pub(super) const HEADER: Object = Object {
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
pub(super) const TAG: Object = Object {
    name: "Tag",
    fields: &[
        field("name", Text, Required),
        later(2, "summary", Text, Prose),
        DESCRIPTION,
        DOCS,
        later(2, "parent", Text, Prose),
        later(2, "kind", Text, Prose),
    ],
    others: None,
};
pub(super) const SCHEMA_OBJECT: Object = Object {
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
        later(1, "dependencies", Any, Optional),
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
pub(super) const DISCRIMINATOR: Object = Object {
    name: "Discriminator",
    fields: &[
        field("propertyName", Text, Required),
        field("mapping", TextMap, Optional),
        later(2, "defaultMapping", Text, Optional),
    ],
    others: None,
};
pub(super) const XML: Object = Object {
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
pub(super) const SECURITY_SCHEME: Object = Object {
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
        later(2, "oauth2MetadataUrl", Text, Prose),
        later(2, "deprecated", Flag, Optional),
    ],
    others: None,
};
pub(super) const FLOWS: Object = Object {
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
pub(super) const FLOW: Object = Object {
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
pub(super) const REQUIREMENT: Object = Object { name: "Security Requirement", fields: &[], others: Some(Texts) };
