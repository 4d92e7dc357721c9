//! What the crate has beside types and operations: credentials, servers, webhooks.

use super::items::{End, Item};
use super::spell::spell;
use crate::plan::{Plan, Takes};

/// The items of the client, of the server and of webhooks.
pub(super) fn items(plan: &Plan) -> Vec<Item> {
    client(plan).into_iter().chain(server(plan)).chain(webhooks(plan)).collect()
}

fn client(plan: &Plan) -> Vec<Item> {
    let builder = Item::owner("ClientBuilder".to_owned(), "", "builder".to_owned(), End::Client);
    let servers = Item::owner("client::Server".to_owned(), "enum", "servers".to_owned(), End::Client);
    let client = Item::owner("Client".to_owned(), "", "client".to_owned(), End::Client);
    let mut items = Vec::new();
    for scheme in &plan.client.schemes {
        let identity = format!("scheme {}", scheme.name);
        items.push(builder.member(format!("::{}()", scheme.setter), String::new(), &identity));
        for variable in scheme.variables() {
            items.push(client.member(format!("::from_env() reads {variable}"), String::new(), variable));
        }
    }
    for server in &plan.client.servers {
        let fields: Vec<String> = server.variables.iter().map(|variable| variable.ident.to_string()).collect();
        let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
        items.push(servers.member(format!("::{}", server.variant), fields, &server.url));
    }
    if plan.client.default_server().is_some() {
        let only = plan.client.only.and_then(|index| plan.client.schemes.get(index));
        let arguments = match only {
            Some(scheme) => Some(format!("({})", scheme.setter)),
            None => plan.client.schemes.is_empty().then(|| "()".to_owned()),
        };
        items.extend(arguments.map(|arguments| client.member("::new".to_owned(), arguments, "new")));
    }
    if !plan.client.servers.is_empty() {
        items.push(servers);
    }
    items.extend([builder, client]);
    items
}

fn server(plan: &Plan) -> Vec<Item> {
    let router = Item::owner("server::router".to_owned(), "", "router".to_owned(), End::Server);
    let service = &plan.service;
    if service.auth.is_empty() {
        return vec![Item { text: "(api)".to_owned(), ..router }];
    }
    let auth = Item::owner("server::Auth".to_owned(), "trait", "auth".to_owned(), End::Server);
    let methods = service.auth.iter().map(|method| {
        let takes = match method.takes {
            Takes::Secret => "Secret",
            Takes::Login => "String, Secret",
            Takes::Connection => "Extensions",
            Takes::Head => "Parts",
        };
        let scopes = if method.scopes { ", scopes" } else { "" };
        let scheme = plan.client.schemes.get(method.scheme).map_or("", |scheme| scheme.name.as_str());
        auth.member(format!("::{}", method.ident), format!("({takes}{scopes})"), scheme)
            .demanding(method.takes != Takes::Head)
    });
    let methods: Vec<Item> = methods.collect();
    [Item { text: "(api, auth)".to_owned(), ..router }, auth].into_iter().chain(methods).collect()
}

fn webhooks(plan: &Plan) -> Vec<Item> {
    let Some(webhooks) = &plan.webhooks else { return Vec::new() };
    let handler = Item::owner("webhooks::Handler".to_owned(), "trait", "handler".to_owned(), End::Server);
    let events = webhooks.events.iter();
    let events =
        events.map(|it| handler.member(format!("::{}", it.method), format!("({})", spell(&it.payload)), &it.name));
    let events: Vec<Item> = events.collect();
    std::iter::once(handler).chain(events).collect()
}
