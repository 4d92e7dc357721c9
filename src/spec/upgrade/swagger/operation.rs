//! Path items and operations: whose parameters are parameters, and whose are the body.

use serde_json::{Value, json};

use super::{Object, Rewriter, reference, text_to, texts};
use crate::diag::{FileId, Place, Pointer, codes};
use crate::spec::moves::{Built, BuiltObject};
use crate::spec::trail::Trail;

/// The methods that have a field of their own in a Path Item Object.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// One of the `parameters` of an operation or a path item.
#[derive(Debug)]
pub(super) struct Input<'a> {
    /// The Parameter Object, and where it stands.
    pub(super) said: &'a Object,
    pub(super) place: Place,
    /// The text by which it is referred to, if it is.
    pub(super) reference: Option<String>,
    /// The element of `parameters`.
    pub(super) at: Pointer,
}

impl Input<'_> {
    /// Whether it is a parameter in OpenAPI 3, too.
    pub(super) fn is_plain(&self) -> bool {
        !self.is("body") && !self.is("formData")
    }

    /// The text by which it is referred to, if it stands in another file than this one: only what stands in the same one
    /// can be taken over with its place.
    pub(super) fn elsewhere(&self, file: FileId) -> Option<&str> {
        self.reference.as_deref().filter(|_| self.place.file != file)
    }

    pub(super) fn is(&self, location: &str) -> bool {
        self.said.get("in").is_some_and(|said| said == location)
    }

    pub(super) fn name(&self) -> &str {
        self.said.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn is_required(&self) -> bool {
        self.said.get("required").is_some_and(|required| required == true)
    }
}

impl<'a> Rewriter<'a, '_> {
    pub(super) fn path_item(&mut self, source: &'a Object, at: Trail<'_>) -> Built {
        let shared = self.inputs(source.get("parameters"), at.key("parameters"));
        let mut item = BuiltObject::default();
        for (key, value) in source {
            match value {
                Value::Object(operation) if METHODS.contains(&key.as_str()) => {
                    if operation.contains_key("$ref") {
                        item.put(key, value.clone());
                    } else {
                        item.put(key, self.operation(operation, &shared, at.key(key)));
                    }
                }
                _ if key == "parameters" => {
                    let plain = self.parameters(shared.iter().filter(|input| input.is_plain()));
                    item.put(key, plain);
                }
                _ => item.put(key, value.clone()),
            }
        }
        item.into()
    }

    /// `shared` are the parameters of the path item.
    pub(super) fn operation(&mut self, source: &'a Object, shared: &[Input<'a>], at: Trail<'_>) -> Built {
        let own = self.inputs(source.get("parameters"), at.key("parameters"));
        let produces = texts(source.get("produces"));
        let mut operation = BuiltObject::default();
        for (key, value) in source {
            match key.as_str() {
                "consumes" | "produces" | "schemes" => {}
                "parameters" => {
                    let plain = self.parameters(own.iter().filter(|input| input.is_plain()));
                    operation.put(key, plain);
                }
                "responses" => match value.as_object() {
                    Some(responses) if reference(value).is_none() => {
                        operation.put(key, self.responses(responses, produces.as_deref(), at.key(key)));
                    }
                    _ => operation.put(key, value.clone()),
                },
                _ => operation.put(key, value.clone()),
            }
        }
        if source.contains_key("schemes")
            && let Some(servers) = self.servers(source, at)
        {
            operation.put("servers", servers);
        }
        let consumes = texts(source.get("consumes"));
        let inherited = shared.iter().filter(|shared| !own.iter().any(|own| overrides(own, shared)));
        let inputs: Vec<&Input<'a>> = own.iter().chain(inherited).filter(|input| !input.is_plain()).collect();
        if let Some(body) = self.body(&inputs, consumes) {
            operation.put("requestBody", body);
        }
        operation.into()
    }

    /// The elements of `parameters`, with what they refer to.
    pub(super) fn inputs(&self, list: Option<&'a Value>, at: Trail<'_>) -> Vec<Input<'a>> {
        let of_list = list.and_then(reference);
        let Some((place, list)) = list.and_then(|list| self.resolve(list, at)) else { return Vec::new() };
        let elements = list.as_array().into_iter().flatten().enumerate();
        let inputs = elements.filter_map(|(index, element)| {
            let here = Trail::from(&place.pointer);
            let here = here.index(index);
            let (text, at) = match of_list {
                // The element of a list elsewhere, whose own references start from there.
                Some(text) => (Some(text_to(text, &index.to_string())), at.pointer()),
                None => (reference(element).map(str::to_owned), here.pointer()),
            };
            let (place, said) = match reference(element) {
                Some(text) => self.target(text, here.place(place.file))?,
                None => (here.place(place.file), element),
            };
            Some(Input { said: said.as_object()?, place, reference: text, at })
        });
        inputs.collect()
    }

    /// An array of parameters that are parameters in OpenAPI 3, too.
    pub(super) fn parameters<'i>(&mut self, inputs: impl Iterator<Item = &'i Input<'a>>) -> Built
    where
        'a: 'i,
    {
        let parameters = inputs.map(|input| match &input.reference {
            Some(text) => Built::from(json!({ "$ref": text })).at(input.at.clone()),
            None => self.parameter(input.said, Trail::from(&input.at)).at(input.at.clone()),
        });
        Built::list(parameters.collect())
    }

    /// The request body that the `body` and `formData` parameters are.
    fn body(&mut self, inputs: &[&Input<'a>], consumes: Option<Vec<&'a str>>) -> Option<Built> {
        let mut bodies = inputs.iter().filter(|input| input.is("body"));
        let Some(body) = bodies.next() else {
            return (!inputs.is_empty()).then(|| self.form(inputs, consumes));
        };
        // "There can be one body parameter at most", and none beside those of a form (Swagger 2.0, "Parameter Object").
        let others = bodies.chain(inputs.iter().filter(|input| input.is("formData")));
        for other in others {
            let place = self.place(Trail::from(&other.at));
            self.diag.push(codes::second_body(place, other.name(), body.name()));
        }
        Some(self.request_body(body, consumes))
    }
}

/// Whether a parameter of an operation takes the place of one of its path item; there is only one body.
fn overrides(own: &Input<'_>, shared: &Input<'_>) -> bool {
    own.said.get("in") == shared.said.get("in") && (own.name() == shared.name() || own.is("body"))
}
