//! The private keys in which the upgraded tree carries what OpenAPI 3.0 cannot say. `lower` reads them; nobody writes
//! them but `upgrade`. A key here and the key it had in the source are one pair of the table, so that a place always
//! names the source: the tree has `x-specwright-prefixItems` where the document has `prefixItems`.

/// Several types besides `null`, or `null` alone: the array of their names. The schema then has no `type`.
pub(crate) const TYPES: &str = "x-specwright-types";
/// The value of `const`; it is also the only value of `enum`.
pub(crate) const CONST: &str = "x-specwright-const";
/// All values of a schema's `examples`; the first is also its `example`.
pub(crate) const EXAMPLES: &str = "x-specwright-examples";
/// Which branch of `anyOf` or `oneOf` said `type: null` and was replaced by `nullable`: keyword to index. Nodes use it
/// to give the branches after it the index they have in the source.
pub(crate) const NULL_BRANCH: &str = "x-specwright-null-branch";
/// An array of schemas, by position (JSON Schema 2020-12, 10.3.1.1).
pub(crate) const PREFIX_ITEMS: &str = "x-specwright-prefixItems";
/// Regular expression to schema (10.3.2.2).
pub(crate) const PATTERN_PROPERTIES: &str = "x-specwright-patternProperties";
/// Name to schema; targets of references only (8.2.4).
pub(crate) const DEFS: &str = "x-specwright-$defs";
/// `definitions`, the older spelling of `$defs`.
pub(crate) const DEFINITIONS: &str = "x-specwright-definitions";
/// Such as `base64` (JSON Schema validation 2020-12, 8.3).
pub(crate) const CONTENT_ENCODING: &str = "x-specwright-contentEncoding";
/// Such as `application/jwt` (8.4).
pub(crate) const CONTENT_MEDIA_TYPE: &str = "x-specwright-contentMediaType";
/// The schema of the decoded content (8.5).
pub(crate) const CONTENT_SCHEMA: &str = "x-specwright-contentSchema";
/// A schema for the names of an object's properties.
pub(crate) const PROPERTY_NAMES: &str = "x-specwright-propertyNames";
/// A schema, or a boolean as written.
pub(crate) const UNEVALUATED_PROPERTIES: &str = "x-specwright-unevaluatedProperties";
/// A schema, or a boolean as written.
pub(crate) const UNEVALUATED_ITEMS: &str = "x-specwright-unevaluatedItems";
/// A schema that at least one element satisfies.
pub(crate) const CONTAINS: &str = "x-specwright-contains";
/// The bounds of [`CONTAINS`].
pub(crate) const MIN_CONTAINS: &str = "x-specwright-minContains";
/// The bounds of [`CONTAINS`].
pub(crate) const MAX_CONTAINS: &str = "x-specwright-maxContains";
/// A schema (10.2.2).
pub(crate) const IF: &str = "x-specwright-if";
/// A schema (10.2.2).
pub(crate) const THEN: &str = "x-specwright-then";
/// A schema (10.2.2).
pub(crate) const ELSE: &str = "x-specwright-else";
/// Property to the properties it requires.
pub(crate) const DEPENDENT_REQUIRED: &str = "x-specwright-dependentRequired";
/// Property to the schema it imposes on the object.
pub(crate) const DEPENDENT_SCHEMAS: &str = "x-specwright-dependentSchemas";
/// `dependencies`, which the two above were until 2019-09: property to either. Its schemas are not rewritten.
pub(crate) const DEPENDENCIES: &str = "x-specwright-dependencies";
/// `$dynamicRef`, which is not followed.
pub(crate) const DYNAMIC_REF: &str = "x-specwright-$dynamicRef";
/// Name to path item, on the root. Documents of OpenAPI 3.0 use this key themselves.
pub(crate) const WEBHOOKS: &str = "x-webhooks";
/// Name to path item, on `components`.
pub(crate) const PATH_ITEMS: &str = "x-specwright-pathItems";
/// The schema of one element of a streamed media type (OpenAPI 3.2, Media Type Object).
pub(crate) const ITEM_SCHEMA: &str = "x-specwright-itemSchema";
/// The operation of the `QUERY` method (OpenAPI 3.2, Path Item Object).
pub(crate) const QUERY: &str = "x-specwright-query";
/// Method to operation (OpenAPI 3.2, Path Item Object).
pub(crate) const ADDITIONAL_OPERATIONS: &str = "x-specwright-additionalOperations";

/// Private key and source key.
const PAIRS: &[(&str, &str)] = &[
    (TYPES, "type"),
    (CONST, "const"),
    (EXAMPLES, "examples"),
    (PREFIX_ITEMS, "prefixItems"),
    (PATTERN_PROPERTIES, "patternProperties"),
    (DEFS, "$defs"),
    (DEFINITIONS, "definitions"),
    (CONTENT_ENCODING, "contentEncoding"),
    (CONTENT_MEDIA_TYPE, "contentMediaType"),
    (CONTENT_SCHEMA, "contentSchema"),
    (PROPERTY_NAMES, "propertyNames"),
    (UNEVALUATED_PROPERTIES, "unevaluatedProperties"),
    (UNEVALUATED_ITEMS, "unevaluatedItems"),
    (CONTAINS, "contains"),
    (MIN_CONTAINS, "minContains"),
    (MAX_CONTAINS, "maxContains"),
    (IF, "if"),
    (THEN, "then"),
    (ELSE, "else"),
    (DEPENDENT_REQUIRED, "dependentRequired"),
    (DEPENDENT_SCHEMAS, "dependentSchemas"),
    (DEPENDENCIES, "dependencies"),
    (DYNAMIC_REF, "$dynamicRef"),
    (WEBHOOKS, "webhooks"),
    (PATH_ITEMS, "pathItems"),
    (ITEM_SCHEMA, "itemSchema"),
    (QUERY, "query"),
    (ADDITIONAL_OPERATIONS, "additionalOperations"),
];

/// The key that the source has where the tree has `key`.
pub(crate) fn source(key: &str) -> &str {
    if !key.starts_with("x-") {
        return key;
    }
    PAIRS.iter().find(|(private, _)| *private == key).map_or(key, |(_, source)| source)
}

/// The key that the tree has where the source has `key`, if that is another.
pub(super) fn private(key: &str) -> Option<&'static str> {
    PAIRS.iter().find(|(_, source)| *source == key).map(|(private, _)| *private)
}
