//! The Swagger Object, the servers and the security schemes.

use serde_json::{Value, json};

use super::{Object, Rewriter, texts};
use crate::diag::Pointer;
use crate::spec::moves::{Built, BuiltObject};
use crate::spec::trail::Trail;

/// The sections that are components in OpenAPI 3.
const SECTIONS: [&str; 4] = ["definitions", "parameters", "responses", "securityDefinitions"];

impl<'a> Rewriter<'a, '_> {
    pub(super) fn document(&mut self, source: &'a Object, at: Trail<'_>) -> Built {
        let mut document = BuiltObject::default();
        let version = Built::from(json!("3.0.4")).at(at.key("swagger").pointer());
        document.put("openapi", version);
        for (key, value) in source {
            match key.as_str() {
                "swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces" | "components" => {}
                "paths" => document.put(key, self.paths(value, at.key(key))),
                _ if SECTIONS.contains(&key.as_str()) => {}
                _ => document.put(key, value.clone()),
            }
        }
        if let Some(servers) = self.servers(source, at) {
            document.put("servers", servers);
        }
        document.put("components", Built::from(self.components(source, at)).at(at.pointer()));
        document.into()
    }

    fn paths(&mut self, source: &'a Value, at: Trail<'_>) -> Built {
        match source.as_object() {
            Some(paths) if super::reference(source).is_none() => self.map(paths, at, Self::path_item),
            _ => source.clone().into(),
        }
    }

    fn components(&mut self, source: &'a Object, at: Trail<'_>) -> BuiltObject {
        let mut components = BuiltObject::default();
        for (key, section) in source.iter().filter(|(key, _)| SECTIONS.contains(&key.as_str())) {
            let here = at.key(key);
            let Some(members) = section.as_object() else { continue };
            match key.as_str() {
                "definitions" => components.put("schemas", Built::from(section.clone()).at(here.pointer())),
                "parameters" => {
                    let (mut parameters, mut bodies) = (BuiltObject::default(), BuiltObject::default());
                    for (key, member) in members {
                        let here = here.key(key);
                        let built = self.object(member, super::Swagger::Parameter, here).at(here.pointer());
                        let is_body = member.get("in").is_some_and(|location| location == "body");
                        if is_body { bodies.put(key, built) } else { parameters.put(key, built) }
                    }
                    components.put("parameters", Built::from(parameters).at(here.pointer()));
                    components.put("requestBodies", Built::from(bodies).at(here.pointer()));
                }
                "responses" => {
                    let responses = self.map(members, here, |this, response, at| this.response(response, None, at));
                    components.put("responses", responses.at(here.pointer()));
                }
                _ => {
                    let schemes = self.map(members, here, |_, scheme, at| security_scheme(scheme, at));
                    components.put("securitySchemes", schemes.at(here.pointer()));
                }
            }
        }
        components
    }

    /// The servers of a document or an operation, if it names any: `schemes`, `host` and `basePath` in one URL each.
    pub(super) fn servers(&self, source: &'a Object, at: Trail<'_>) -> Option<Built> {
        let base = match self.globals.base_path.map(|path| path.trim_matches('/')) {
            None | Some("") => String::new(),
            Some(path) => format!("/{path}"),
        };
        let Some(host) = self.globals.host else {
            // Relative to where the document was had, which the document does not say.
            source.get("basePath")?;
            let url = if base.is_empty() { "/" } else { &base };
            let place = at.key("basePath").pointer();
            return Some(Built::list(vec![server(url, place.clone())]).at(place));
        };
        let key = if source.contains_key("schemes") { "schemes" } else { "host" };
        let (here, schemes) = (at.key(key), texts(source.get("schemes")));
        let servers = by_safety(schemes.unwrap_or_else(|| vec!["https"])).into_iter().map(|(index, scheme)| {
            // Some write the scheme into the host.
            let url = if host.contains("://") { format!("{host}{base}") } else { format!("{scheme}://{host}{base}") };
            server(&url, if key == "schemes" { here.index(index).pointer() } else { here.pointer() })
        });
        Some(Built::list(servers.collect()).at(here.pointer()))
    }
}

/// A server whose URL is said by what stands at a pointer of the source.
fn server(url: &str, source: Pointer) -> Built {
    let mut server = BuiltObject::default();
    server.put("url", Built::from(json!(url)).at(source.clone()));
    Built::from(server).at(source)
}

/// The schemes of a document are in no order; the first server is the one that clients use, and secrets want encryption.
fn by_safety(schemes: Vec<&str>) -> Vec<(usize, &str)> {
    let mut schemes: Vec<(usize, &str)> = schemes.into_iter().enumerate().collect();
    schemes.sort_by_key(|(_, scheme)| match *scheme {
        "https" => 0,
        "http" => 1,
        _ => 2,
    });
    schemes
}

pub(super) fn security_scheme(source: &Object, at: Trail<'_>) -> Built {
    let mut scheme = BuiltObject::default();
    let is = |kind: &str| source.get("type").is_some_and(|said| said == kind);
    for (key, value) in source {
        match key.as_str() {
            "type" if is("basic") => {
                scheme.put("type", json!("http"));
                scheme.put("scheme", Built::from(json!("basic")).at(at.key("type").pointer()));
            }
            "flow" | "authorizationUrl" | "tokenUrl" | "scopes" if is("oauth2") => {}
            _ => scheme.put(key, value.clone()),
        }
    }
    if is("oauth2") {
        scheme.put("flows", flows(source, at));
    }
    scheme.into()
}

/// A scheme has one flow in Swagger 2.0.
fn flows(source: &Object, at: Trail<'_>) -> Built {
    let name = match source.get("flow").and_then(Value::as_str) {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some(same) => same,
        None => return Built::from(json!({})).at(at.pointer()),
    };
    let mut flow = BuiltObject::default();
    flow.put("scopes", json!({}));
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = source.get(key) {
            flow.put(key, Built::from(value.clone()).at(at.key(key).pointer()));
        }
    }
    let place = at.key("flow").pointer();
    let mut flows = BuiltObject::default();
    flows.put(name, Built::from(flow).at(place.clone()));
    Built::from(flows).at(place)
}
