//! SendPilot: a key in a header, three ways to page, the same errors everywhere, signed webhooks.

mod scenarios;
mod scenarios_document;
mod scenarios_errors;
mod scenarios_inbox;
mod scenarios_leads;
mod scenarios_webhooks;
mod server;
mod server_campaigns;
mod server_inbox;
mod server_leads;
