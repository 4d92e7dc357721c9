//! Operations as the crate has them: methods, request structs, answers, errors, and the traits of the server.

use super::items::{End, Item};
use super::spell::spell;
use crate::ir::Api;
use crate::name::Ident;
use crate::plan::{
    Access, Alternative, Answer, AnswerHeaders, BodyField, Choice, GroupPlan, HeadersPlan, Location, MethodPlan,
    OperationPlan, Outcome, ParamField, Plan, TraitPlan,
};

/// The items of all operations.
pub(super) fn items(api: &Api, plan: &Plan) -> Vec<Item> {
    let groups = plan.operations.groups.iter().zip(&plan.service.traits);
    let mut items: Vec<Item> = groups.flat_map(|(group, service)| self::group(api, group, service)).collect();
    for (index, headers) in plan.operations.headers.iter().enumerate() {
        let names = std::iter::once(&headers.ident).chain(&headers.also);
        items.extend(names.flat_map(|name| self::headers(name, headers, &first_use(api, plan, index, name))));
    }
    for shared in &plan.operations.contents {
        items.extend(contents(&shared.ident, shared.ident.as_str(), &shared.alternatives));
    }
    items
}

fn group(api: &Api, group: &GroupPlan, service: &TraitPlan) -> Vec<Item> {
    let identity = |what: &str| format!("{what} {}", group.name.as_deref().unwrap_or_default());
    let path = match &group.name {
        Some(_) => format!("Client::{}()", group.accessor),
        None => "Client".to_owned(),
    };
    let handle = Item::owner(path, "", identity("group"), End::Client);
    let generics = if service.callers { "<A>" } else { "" };
    // Who makes a router has to implement every trait.
    let offered = Item::owner(format!("server::{}", service.ident), generics, identity("trait"), End::Server);
    let offered = offered.demanding(true);
    let mut items = Vec::new();
    for (operation, method) in group.operations.iter().zip(&service.methods) {
        let id = identity_of(api, operation);
        items.push(handle.member(format!(".{}", operation.method), signature(operation), &id));
        items.push(offered.member(format!("::{}", operation.method), handled(operation, method), &id));
        items.extend(definitions(api, operation, &id));
    }
    items.push(handle);
    items.push(offered);
    items
}

/// What an operation is known by: its place on the wire, whatever the parameters in its path are called.
fn identity_of(api: &Api, operation: &OperationPlan) -> String {
    let mut path = operation.path.clone();
    if let Some(operation) = api.operations.get(operation.id.0 as usize) {
        for name in operation.path.parameters() {
            path = path.replace(&format!("{{{name}}}"), "{}");
        }
    }
    format!("{} {path}", operation.verb)
}

fn signature(operation: &OperationPlan) -> String {
    let arguments: Vec<String> = match operation.positional {
        true => operation.required().map(|field| format!("{}: {}", field.ident, spell(field.ty))).collect(),
        false => vec![format!("request: operations::{}", operation.request)],
    };
    format!("({}) -> {}", arguments.join(", "), output(&operation.success))
}

fn handled(operation: &OperationPlan, method: &MethodPlan) -> String {
    let caller = match method.access {
        Access::Open => "",
        Access::Optional => "Option<Caller<A>>, ",
        Access::Guarded => "Caller<A>, ",
    };
    let (request, error) = (&operation.request, &operation.failure.ident);
    let output = output(&operation.success);
    format!("({caller}operations::{request}) -> Result<{output}, operations::{error}>")
}

fn output(success: &Outcome) -> String {
    match success {
        Outcome::Unspecified => "()".to_owned(),
        Outcome::One(answer) => answered(answer),
        Outcome::Several { ident, .. } => format!("operations::{ident}"),
    }
}

fn answered(answer: &Answer) -> String {
    let body = answer.body.as_ref().map_or_else(
        || "()".to_owned(),
        |body| match &body.choice {
            Some(Choice { ident, .. }) => format!("operations::{ident}"),
            None => body.only().map_or_else(|| "()".to_owned(), |only| spell(&only.ty)),
        },
    );
    match &answer.headers {
        Some(headers) => format!("Reply<{body}, operations::{}>", headers.ident),
        None => body,
    }
}

/// The definitions that belong to one operation.
fn definitions(api: &Api, operation: &OperationPlan, id: &str) -> Vec<Item> {
    let mut items = request(api, operation, id);
    let error =
        Item::owner(format!("operations::{}", operation.failure.ident), "enum", format!("error {id}"), End::Both);
    items.extend(answers(&error, &operation.failure.answers));
    items.push(error);
    if let Outcome::Several { ident, answers } = &operation.success {
        let owner = Item::owner(format!("operations::{ident}"), "enum", format!("success {id}"), End::Both);
        items.extend(self::answers(&owner, answers));
        items.push(owner);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.variants.len() > 1) {
        items.extend(bodies(body, id));
    }
    for answer in operation.success.answers().iter().chain(&operation.failure.answers) {
        let Some(body) = &answer.body else { continue };
        if let Some(Choice { ident, shared: false }) = &body.choice {
            items.extend(contents(ident, &format!("{id} {:?}", answer.status), &body.alternatives));
        }
    }
    items
}

fn request(api: &Api, operation: &OperationPlan, id: &str) -> Vec<Item> {
    let owner = Item::owner(format!("operations::{}", operation.request), "struct", format!("request {id}"), End::Both);
    let mut items = Vec::new();
    let optional = |ty: String, required: bool| if required { ty } else { format!("Option<{ty}>") };
    for field in &operation.params {
        let (name, ty) = (field.ident.to_string(), spell(&field.ty));
        let identity = identity_of_parameter(api, operation, field);
        items.push(
            owner.member(format!(".{name}"), optional(ty.clone(), field.required), &identity).demanding(field.required),
        );
        items.extend(
            field
                .setter
                .as_ref()
                .map(|setter| owner.member(format!(" call.{setter}()"), format!("({ty})"), &identity).on(End::Client)),
        );
        items.extend(field.default.as_ref().map(|default| {
            owner.member(format!("::{}()", default.ident), format!("-> {ty}"), &format!("default {identity}"))
        }));
    }
    if let Some(body) = &operation.body {
        let text = optional(spell(&body.ty), body.required);
        items.push(owner.member(format!(".{}", body.ident), text, "the body").demanding(body.required));
    }
    if let Some(pages) = &operation.pagination {
        let text = format!("of {}", spell(&pages.item));
        items.push(owner.member(" call.items()".to_owned(), text, "pages").on(End::Client));
    }
    items.push(owner);
    items
}

/// What a parameter is known by: its name where it travels, or its place in the path.
fn identity_of_parameter(api: &Api, operation: &OperationPlan, field: &ParamField) -> String {
    let Some(said) = api.operations.get(operation.id.0 as usize) else { return String::new() };
    let Some(parameter) = said.parameters.get(field.index) else { return String::new() };
    match parameter.location {
        Location::Path => format!("{:?}", said.path.parameters().position(|name| name == parameter.name)),
        location => format!("{location:?} {}", parameter.name.to_ascii_lowercase()),
    }
}

fn answers(owner: &Item, answers: &[Answer]) -> Vec<Item> {
    let variants = answers.iter().map(|answer| {
        let carried = format!("({})", answered(answer));
        owner.member(format!("::{}", answer.variant), carried, &format!("{:?}", answer.status))
    });
    variants.collect()
}

fn bodies(body: &BodyField, id: &str) -> Vec<Item> {
    let owner = Item::owner(spell(&body.ty), "enum", format!("body {id}"), End::Both);
    let variants = body.variants.iter().map(|variant| {
        let media = variant.contents.first().map(|content| content.media_type.clone()).unwrap_or_default();
        owner.member(format!("::{}", variant.ident), format!("({})", spell(&variant.ty)), &media)
    });
    let variants: Vec<Item> = variants.collect();
    std::iter::once(owner).chain(variants).collect()
}

/// The enum of a body that has one of several types.
fn contents(ident: &Ident, id: &str, alternatives: &[Alternative]) -> Vec<Item> {
    let owner = Item::owner(format!("operations::{ident}"), "enum", format!("content {id}"), End::Both);
    let variants = alternatives.iter().map(|alternative| {
        let media = alternative.media.first().map(|media| media.media_type.clone()).unwrap_or_default();
        owner.member(format!("::{}", alternative.variant), format!("({})", spell(&alternative.ty)), &media)
    });
    let variants: Vec<Item> = variants.collect();
    std::iter::once(owner).chain(variants).collect()
}

fn headers(name: &Ident, headers: &HeadersPlan, first_use: &str) -> Vec<Item> {
    let identity = format!("headers {first_use}");
    let owner = Item::owner(format!("operations::{name}"), "struct", identity, End::Both);
    let fields = headers.fields.iter().map(|field| {
        let ty = spell(&field.ty);
        let ty = if field.required { ty } else { format!("Option<{ty}>") };
        owner.member(format!(".{}", field.ident), ty, &field.name).demanding(field.required)
    });
    let fields: Vec<Item> = fields.collect();
    std::iter::once(owner).chain(fields).collect()
}

/// The first response that has certain headers by a name: what these are known by.
fn first_use(api: &Api, plan: &Plan, index: usize, name: &Ident) -> String {
    let headers = AnswerHeaders { index, ident: name.clone() };
    let operations = plan.operations.groups.iter().flat_map(|group| &group.operations);
    let mut uses = operations.flat_map(|operation| {
        let answers = operation.success.answers().iter().chain(&operation.failure.answers);
        answers.map(move |answer| (operation, answer))
    });
    let first = uses.find(|(_, answer)| answer.headers.as_ref() == Some(&headers));
    first.map_or_else(String::new, |(operation, answer)| format!("{} {:?}", identity_of(api, operation), answer.status))
}
