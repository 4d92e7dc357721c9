//! Example code for the crate's documentation, where it is a doctest, and for its README. Every word of it is an
//! identifier or literal of the plan, so it compiles whatever the document says.

use crate::plan::{DocLines, GroupPlan, OperationPlan, Plan, RustType};

/// A client and a call, as a section of the crate's documentation.
pub(super) fn section(plan: &Plan) -> DocLines {
    let mut lines = DocLines::default();
    if plan.has_client() {
        let gate = "# #[cfg(feature = \"client\")]".to_owned();
        let start = "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned();
        let end = ["# Ok(())".to_owned(), "# }".to_owned()];
        lines.heading("Example");
        lines.example([gate, start].into_iter().chain(client(plan)).chain(end));
    }
    lines
}

/// A client and a call.
pub(super) fn client(plan: &Plan) -> Vec<String> {
    let krate = plan.krate.name.replace('-', "_");
    let construction = if plan.client.default_server().is_none() {
        "Client::builder().base_url(\"https://api.example.com\").build()?"
    } else if plan.client.schemes.iter().any(|scheme| !scheme.env.is_empty()) {
        "Client::from_env()?"
    } else if plan.client.schemes.is_empty() {
        "Client::new()?"
    } else {
        "Client::builder().build()?"
    };
    let mut lines = vec![format!("use {krate}::Client;"), String::new(), format!("let client = {construction};")];
    if let Some(call) = call(plan) {
        lines.push(format!("let response = {call}.send().await?;"));
        lines.push("println!(\"{response:?}\");".to_owned());
    }
    lines
}

/// The first call that reads something and needs the fewest arguments.
fn call(plan: &Plan) -> Option<String> {
    let operations = plan.operations.groups.iter().flat_map(|group| {
        group.operations.iter().filter_map(move |operation| Some((operation, self::arguments(group, operation)?)))
    });
    let rank =
        |operation: &OperationPlan| (operation.deprecated, operation.verb != "GET", operation.required().count());
    operations.min_by_key(|(operation, _)| rank(operation)).map(|(_, call)| call)
}

/// The call with values for its arguments; nothing if one is of a type that has no short literal.
fn arguments(group: &GroupPlan, operation: &OperationPlan) -> Option<String> {
    let values = operation.required().map(|field| match field.ty {
        RustType::String | RustType::Secret => Some(format!("\"{}\"", field.ident.bare())),
        RustType::I32 | RustType::I64 | RustType::U32 | RustType::U64 => Some("1".to_owned()),
        RustType::F32 | RustType::F64 => Some("1.0".to_owned()),
        RustType::Bool => Some("true".to_owned()),
        _ => None,
    });
    let values = values.collect::<Option<Vec<String>>>().filter(|_| operation.positional)?.join(", ");
    let group = if group.name.is_some() { format!("{}().", group.accessor) } else { String::new() };
    Some(format!("client.{group}{}({values})", operation.method))
}
