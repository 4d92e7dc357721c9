//! Operations of a generated client that can be called without knowing what they are about.

use std::fs;
use std::path::Path;

use quote::ToTokens as _;
use syn::{
    Attribute, Expr, ExprLit, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, Lit, Meta, ReturnType, Type, Visibility,
};

use crate::process::Stopped;

/// A method of the client.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method of the client that leads to its group, if it is in one.
    pub group: Option<String>,
    pub method: String,
    /// A value for each parameter.
    pub arguments: Vec<Argument>,
    /// `GET /users/{userId}`
    pub route: String,
}

/// A value that every document takes.
#[derive(Debug, Clone, Copy)]
pub enum Argument {
    Text,
    Literal(&'static str),
}

/// So many operations, the first of each group before the second of any, that take texts and numbers only.
pub fn some(client: &Path, count: usize) -> Result<Vec<Operation>, Stopped> {
    let impls = impls(client)?;
    let of = |name: &'static str| impls.iter().filter(move |item| last_word(&item.self_ty).as_deref() == Some(name));
    let mut groups = vec![of("Client").flat_map(methods).filter_map(|method| operation(None, method)).collect()];
    for (group, returned) in of("Client").flat_map(methods).filter_map(accessor) {
        let methods =
            impls.iter().filter(|item| last_word(&item.self_ty).as_ref() == Some(&returned)).flat_map(methods);
        groups.push(methods.filter_map(|method| operation(Some(&group), method)).collect::<Vec<_>>());
    }
    let longest = groups.iter().map(Vec::len).max().unwrap_or_default();
    let in_turn = (0..longest).flat_map(|turn| groups.iter().filter_map(move |group| group.get(turn)));
    let some: Vec<Operation> = in_turn.take(count).cloned().collect();
    if some.is_empty() {
        Err(Stopped::Failed("no operation takes texts and numbers only".to_owned()))
    } else {
        Ok(some)
    }
}

/// All implementations below a folder.
fn impls(dir: &Path) -> Result<Vec<ItemImpl>, Stopped> {
    let mut impls = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(dir)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            impls.extend(self::impls(&path)?);
            continue;
        }
        let file = syn::parse_file(&fs::read_to_string(&path)?);
        let file = file.map_err(|error| Stopped::Failed(format!("{}: {error}", path.display())))?;
        impls.extend(file.items.into_iter().filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() => Some(item),
            _ => None,
        }));
    }
    Ok(impls)
}

fn methods(item: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => Some(method),
        _ => None,
    })
}

/// `pub fn users(&self) -> Users`
fn accessor(method: &ImplItemFn) -> Option<(String, String)> {
    let takes_itself_only = method.sig.inputs.len() == 1 && method.sig.receiver().is_some();
    let returned = returned(method).filter(|returned| returned != "Call" && takes_itself_only)?;
    Some((method.sig.ident.to_string(), returned))
}

/// `pub fn delete(&self, user_id: impl Into<String>) -> Call<operations::UsersDelete>`
fn operation(group: Option<&str>, method: &ImplItemFn) -> Option<Operation> {
    if returned(method)? != "Call" || method.sig.receiver().is_none() {
        return None;
    }
    let arguments = method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(argument(&input.ty)),
        FnArg::Receiver(_) => None,
    });
    Some(Operation {
        group: group.map(str::to_owned),
        method: method.sig.ident.to_string(),
        arguments: arguments.collect::<Option<_>>()?,
        route: method.attrs.iter().find_map(route)?,
    })
}

fn argument(taken: &Type) -> Option<Argument> {
    match taken.to_token_stream().to_string().replace(' ', "").as_str() {
        "implInto<String>" => Some(Argument::Text),
        "i64" | "i32" | "u64" | "u32" => Some(Argument::Literal("1")),
        "f64" | "f32" => Some(Argument::Literal("1.0")),
        "bool" => Some(Argument::Literal("true")),
        _ => None,
    }
}

fn returned(method: &ImplItemFn) -> Option<String> {
    match &method.sig.output {
        ReturnType::Type(_, returned) => last_word(returned),
        ReturnType::Default => None,
    }
}

fn last_word(path: &Type) -> Option<String> {
    match path {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// The line `GET /users` of the documentation.
fn route(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { return None };
    let text = text.value();
    let route = text.trim().strip_prefix('`')?.strip_suffix('`')?;
    let (method, path) = route.split_once(' ')?;
    (path.starts_with('/') && method.chars().all(|letter| letter.is_ascii_uppercase())).then(|| route.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_that_need_an_object_are_left_out() {
        let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/users-api/src/client");
        let found: Vec<String> = some(&client, 5)
            .unwrap()
            .into_iter()
            .map(|operation| format!("{}.{}: {}", operation.group.unwrap(), operation.method, operation.route))
            .collect();
        assert_eq!(found, ["users.list: GET /users", "users.delete: DELETE /users/{userId}"]);
    }

    #[test]
    fn each_group_has_its_turn() {
        let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/sparkloop-api/src/client");
        let groups: Vec<String> =
            some(&client, 5).unwrap().into_iter().filter_map(|operation| operation.group).collect();
        let expected = ["subscribers", "campaigns", "campaign_memberships", "campaign_subscribers", "partner_profile"];
        assert_eq!(groups, expected);
    }
}
