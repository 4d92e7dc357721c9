//! Whether values are valid, by the `jsonschema` crate.

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// The schemas of one document.
pub(super) struct Judge {
    registry: Registry<'static>,
}

const DOCUMENT: &str = "corpus:document";

impl Judge {
    pub(super) fn new(definitions: &Map<String, Value>) -> Result<Self, String> {
        let document = json!({ "$defs": definitions });
        let builder = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, document);
        let registry = builder.and_then(|builder| builder.prepare()).map_err(|error| error.to_string())?;
        Ok(Self { registry })
    }

    /// What tells whether a value is valid against a definition.
    pub(super) fn of(&self, key: &str) -> Result<Validator, String> {
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .with_format("byte", is_base64);
        let schema = json!({ "$ref": format!("{DOCUMENT}#/$defs/{key}") });
        options.build(&schema).map_err(|error| error.to_string())
    }
}

fn is_base64(text: &str) -> bool {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).is_ok()
}
