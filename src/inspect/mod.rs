//! What was understood of a document, for people: operations with the names that they get, credentials, paging, limits.
//! What was inferred says so, since it may be wrong.

mod definitions;
mod starter;
mod untyped;

use std::fmt;

use serde_json::{Map, Value, json};

use crate::ir::{Api, Credential, Operation, Pagination, PaginationStyle, RateLimit, Shape};
use crate::plan::{GroupPlan, OperationPlan, Plan, SchemePlan};
use untyped::{Census, Count};

pub(crate) use definitions::definitions;
pub(crate) use starter::starter;

/// What was understood of a document. `Display` is a report for people.
#[derive(Debug, Clone)]
pub struct Inspection {
    report: String,
    facts: Value,
}

impl Inspection {
    /// `definitions` are what [`definitions`] gives.
    pub(crate) fn new(api: &Api, plan: &Plan, dependencies: &[String], definitions: Vec<Value>) -> Self {
        let mut report = report(api, plan);
        line(&mut report, "\n[dependencies] of a crate with a build script");
        dependencies.iter().for_each(|dependency| line(&mut report, &format!("  {dependency}")));
        let mut facts = facts(api, plan);
        facts["definitions"] = definitions.into();
        Self { report, facts }
    }

    /// The figures as one JSON object: how many operations and types there are, and how much of them is untyped; and the
    /// definitions, each with the place of its schema (`file`, `pointer`), its path in the crate (`rust`), its `kind`, and
    /// which way it travels (`sent` and `received`, as the client sees it).
    pub fn to_json(&self) -> String {
        self.facts.to_string()
    }
}

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

/// What a program may want to know.
fn facts(api: &Api, plan: &Plan) -> Value {
    let census = Census::of(api);
    let total = census.total();
    let count = |count: Count| json!({ "fields": count.untyped, "of": count.of });
    let sites = census.by_site.iter().map(|(site, of)| (site.name().to_owned(), count(*of)));
    let reasons = census.by_reason.iter().map(|(reason, count)| (reason.reason().to_owned(), json!(count)));
    let Shapes { structs, enums, unions, aliases } = Shapes::of(api);
    json!({
        "title": api.info.title,
        "version": api.info.version,
        "source": api.source,
        "crate": plan.krate.name,
        "operations": api.operations.len(),
        "webhooks": api.webhooks.as_ref().map_or(0, |webhooks| webhooks.events.len()),
        "types": { "structs": structs, "enums": enums, "unions": unions, "aliases": aliases },
        "untyped": {
            "fields": total.untyped,
            "of": total.of,
            "sites": sites.collect::<Map<String, Value>>(),
            "reasons": reasons.collect::<Map<String, Value>>(),
        },
    })
}

/// The report on an API and the crate that it makes.
fn report(api: &Api, plan: &Plan) -> String {
    let mut out = String::new();
    heading(&mut out, api, plan);
    servers(&mut out, plan);
    credentials(&mut out, plan);
    for group in &plan.operations.groups {
        operations(&mut out, api, group);
    }
    limits(&mut out, api);
    webhooks(&mut out, api);
    types(&mut out, api);
    untyped(&mut out, &Census::of(api));
    out
}

fn heading(out: &mut String, api: &Api, plan: &Plan) {
    line(out, &format!("{} {}, from {}", one_line(&api.info.title), one_line(&api.info.version), api.source));
    line(out, &format!("crate {} {}", plan.krate.name, plan.krate.version));
}

fn servers(out: &mut String, plan: &Plan) {
    if plan.client.servers.is_empty() {
        return;
    }
    line(out, "\nservers");
    let rows = plan.client.servers.iter().map(|server| [server.variant.to_string(), one_line(&server.url)]);
    table(out, rows.collect());
}

fn credentials(out: &mut String, plan: &Plan) {
    if plan.client.schemes.is_empty() {
        return;
    }
    line(out, "\ncredentials");
    let rows = plan.client.schemes.iter().map(|scheme| {
        let from = if scheme.env.is_empty() { String::new() } else { format!("from {}", scheme.env.join(", ")) };
        [one_line(&scheme.name), credential(scheme), from]
    });
    table(out, rows.collect());
}

fn credential(scheme: &SchemePlan) -> String {
    match &scheme.credential {
        Credential::Header(name) => format!("header {}", one_line(name)),
        Credential::Query(name) => format!("query parameter {}", one_line(name)),
        Credential::Cookie(name) => format!("cookie {}", one_line(name)),
        Credential::Basic => "user name and password".to_owned(),
        Credential::Bearer => "bearer token".to_owned(),
        Credential::Http(name) => format!("Authorization: {}", one_line(name)),
        Credential::OAuth2(flows) => {
            let flows: Vec<&str> = flows.iter().map(|flow| flow.name.as_str()).collect();
            format!("OAuth 2.0: {}", flows.join(", "))
        }
        Credential::OpenIdConnect(_) => "OpenID Connect".to_owned(),
        Credential::MutualTls => "client certificate".to_owned(),
        Credential::Undeclared => "undeclared".to_owned(),
    }
}

fn operations(out: &mut String, api: &Api, group: &GroupPlan) {
    match &group.name {
        Some(_) => line(out, &format!("\noperations of {}", group.accessor)),
        None => line(out, "\noperations"),
    }
    let rows = group.operations.iter().map(|planned| {
        let operation = &api.operations[planned.id.0 as usize];
        [planned.method.to_string(), planned.verb.clone(), one_line(&planned.path), remarks(operation, planned)]
    });
    table(out, rows.collect());
}

/// What is special about an operation.
fn remarks(operation: &Operation, planned: &OperationPlan) -> String {
    let mut remarks = Vec::new();
    if let Some(pagination) = &operation.pagination {
        remarks.push(paging(pagination));
    }
    if planned.security.is_empty() {
        remarks.push("no credential".to_owned());
    }
    if let Some(limit) = &operation.rate_limit {
        remarks.push(windows(limit));
    }
    if planned.deprecated {
        remarks.push("deprecated".to_owned());
    }
    remarks.join("; ")
}

fn paging(pagination: &Pagination) -> String {
    let style = match &pagination.style {
        PaginationStyle::Page { parameter, .. } => format!("pages by number, {parameter}"),
        PaginationStyle::Offset { parameter } => format!("pages by offset, {parameter}"),
        PaginationStyle::Cursor { parameter, .. } => format!("pages by cursor, {parameter}"),
        PaginationStyle::Link => "pages by the Link header".to_owned(),
        PaginationStyle::Url { next } => format!("pages by the URL in {}", next.join(".")),
    };
    let items = pagination.items.path.join(".");
    let items = if items.is_empty() { String::new() } else { format!(", items in {items}") };
    one_line(&format!("{style}{items}{}", if pagination.inferred { " (inferred)" } else { "" }))
}

fn windows(limit: &RateLimit) -> String {
    let windows = limit.windows.iter().map(|window| format!("{} requests in {} s", window.requests, window.seconds));
    windows.collect::<Vec<_>>().join(", ")
}

fn limits(out: &mut String, api: &Api) {
    let Some(limit) = &api.rate_limit else { return };
    line(out, "\nlimits");
    if !limit.windows.is_empty() {
        line(out, &format!("  {}", windows(limit)));
    }
    for tier in &limit.tiers {
        let tier_windows = RateLimit { windows: tier.windows.clone(), ..RateLimit::default() };
        line(out, &format!("  {}: {}", one_line(&tier.name), windows(&tier_windows)));
    }
}

fn webhooks(out: &mut String, api: &Api) {
    let Some(webhooks) = &api.webhooks else { return };
    line(out, &format!("\nwebhooks, {}", if webhooks.signature.is_some() { "signed" } else { "not signed" }));
    for event in &webhooks.events {
        line(out, &format!("  {}", one_line(&event.name)));
    }
}

/// How many definitions there are of each shape.
#[derive(Default)]
struct Shapes {
    structs: usize,
    enums: usize,
    unions: usize,
    aliases: usize,
}

impl Shapes {
    fn of(api: &Api) -> Self {
        let mut shapes = Self::default();
        for ty in &api.types {
            match ty.shape {
                Shape::Struct(_) => shapes.structs += 1,
                Shape::Enum(_) => shapes.enums += 1,
                Shape::Union(_) => shapes.unions += 1,
                Shape::Alias(_) => shapes.aliases += 1,
            }
        }
        shapes
    }
}

fn types(out: &mut String, api: &Api) {
    let Shapes { structs, enums, unions, aliases } = Shapes::of(api);
    line(out, &format!("\ntypes: structs {structs}, enums {enums}, unions {unions}, aliases {aliases}"));
}

/// How much may be anything, by place and by reason.
fn untyped(out: &mut String, census: &Census) {
    let total = census.total();
    if total.untyped == 0 {
        return;
    }
    let percent = |count: Count| format!("{:.1} %", 100.0 * count.share());
    line(out, &format!("\nuntyped: {} of {} fields, {}", total.untyped, total.of, percent(total)));
    let sites = census.by_site.iter().filter(|(_, count)| count.untyped > 0);
    table(
        out,
        sites.map(|(site, count)| [format!("{} of {}", count.untyped, count.of), site.name().to_owned()]).collect(),
    );
    line(out, "  because of");
    table(out, census.by_reason.iter().map(|(why, count)| [count.to_string(), why.reason().to_owned()]).collect());
}

/// Writes rows with their columns aligned and no blanks at the end.
fn table<const N: usize>(out: &mut String, rows: Vec<[String; N]>) {
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        line(out, &format!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end()));
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Text of a document on one line, without what would move the cursor of a terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diag::Diagnostics;
    use crate::plan::Gate;
    use crate::spec::Document;

    #[test]
    fn the_report_says_what_was_understood() {
        let text = r##"{
            "openapi": "3.0.3",
            "info": { "title": "Pets", "version": "1.0.0" },
            "servers": [{ "url": "https://pets.example/v1" }],
            "security": [{ "key": [] }],
            "paths": {
                "/pets": {
                    "get": {
                        "operationId": "listPets",
                        "tags": ["pets"],
                        "responses": { "200": { "description": "Pets", "content": { "application/json": {
                            "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } }
                        } } } }
                    }
                },
                "/health": { "get": { "security": [], "responses": { "204": { "description": "Fine" } } } }
            },
            "components": {
                "schemas": {
                    "Anything": {},
                    "Pet": { "type": "object", "required": ["tag"], "properties": {
                        "name": { "type": "string" },
                        "anything": { "$ref": "#/components/schemas/Anything" },
                        "toys": { "type": "array" },
                        "traits": { "type": "array", "items": { "type": "object" } }
                    } }
                },
                "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } }
            }
        }"##;
        let document = Document::from_text("pets.json", text).unwrap();
        let mut diag = Diagnostics::default();
        let api = crate::lower::lower(&document, &mut diag);
        let plan = crate::plan::plan(&api, &Config::new(), Gate::Feature, &mut diag);
        insta::assert_snapshot!(report(&api, &plan));
        let facts = facts(&api, &plan);
        assert_eq!(facts["untyped"]["fields"], 4);
        assert_eq!(facts["untyped"]["of"], 10);
        assert_eq!(facts["untyped"]["reasons"]["an array without items"], 1);
        assert_eq!(facts["types"]["structs"], 1);
    }

    #[test]
    fn columns_are_aligned_and_lines_end_where_they_end() {
        let mut out = String::new();
        table(&mut out, vec![["a".into(), "b".into()], ["ab".into(), String::new()]]);
        assert_eq!(out, "  a   b\n  ab\n");
    }
}
