//! The body of a response: which of its media types the crate tells apart, and what each becomes.
//!
//! Media types that make the same Rust type are one alternative. What says the same as the JSON beside it in another
//! notation (XML, YAML, an encrypted form) is left out, because nobody wants to unpack an enum for it. What remains, if it
//! is several, is an enum with a variant for each.

use indexmap::IndexMap;

use super::AnyOf;
use super::groups::Ctx;
use super::names::operations::words;
use super::rust_type::{RustType, rust_type};
use crate::diag::{Place, codes};
use crate::ir::{Content, EventForm, Kind, MediaKind, Response};
use crate::name::{Case, Ident, Scope};

/// The body of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerBody {
    /// The types that it may have, the preferred one first. Several are the variants of an enum.
    pub alternatives: Vec<Alternative>,
    /// That enum.
    pub choice: Option<Choice>,
}

/// An enum of bodies.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its name.
    pub ident: Ident,
    /// Whether it is one of `OperationsPlan::contents`; else it belongs to this response alone.
    pub shared: bool,
}

/// A type that the body of a response may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Its variant, where there is an enum: the media type in short.
    pub variant: Ident,
    /// The type.
    pub ty: RustType,
    /// The media types that have it, the preferred one first.
    pub media: Vec<AnswerMedia>,
    /// Index of the first of these in the document's response.
    pub content: usize,
}

/// A media type of a response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AnswerMedia {
    /// The media type, as written.
    pub media_type: String,
    /// How the body is written.
    pub format: AnswerFormat,
}

/// How the body of a response is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerFormat {
    /// JSON text.
    Json,
    /// Text.
    Text,
    /// Bytes as they are.
    Bytes,
    /// JSON texts, one a line.
    JsonLines,
    /// JSON texts, each after a record separator (RFC 7464).
    JsonSequence,
    /// Server-sent events.
    Events(EventForm),
}

impl AnswerFormat {
    /// Whether a success is handed over as it arrives.
    pub fn is_stream(self) -> bool {
        !matches!(self, Self::Json | Self::Text)
    }
}

/// The enum of a response that several operations refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentPlan {
    /// Its name.
    pub ident: Ident,
    /// Its variants.
    pub alternatives: Vec<Alternative>,
    /// The Cargo features that need it.
    pub features: AnyOf,
}

impl AnswerBody {
    /// The only alternative.
    pub fn only(&self) -> Option<&Alternative> {
        match self.alternatives.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What `Accept` says of it: other types than the preferred one weigh less (RFC 9110, section 12.5.1).
    pub(super) fn accept(&self) -> impl Iterator<Item = String> {
        self.alternatives.iter().enumerate().flat_map(|(index, alternative)| {
            let weight = match index {
                0 => String::new(),
                index => format!(";q=0.{}", 10_usize.saturating_sub(index).max(1)),
            };
            alternative.media.iter().map(move |media| format!("{}{weight}", media.media_type))
        })
    }
}

/// The enums of responses that are components: every operation that refers to one shares its enum.
#[derive(Debug, Default)]
pub(super) struct Contents {
    shared: IndexMap<(Place, bool), ContentPlan>,
}

impl Contents {
    pub(super) fn finish(self) -> Vec<ContentPlan> {
        self.shared.into_values().collect()
    }
}

/// Plans the body of a response. `hint` is what an enum of its own would be called.
pub(super) fn plan(ctx: &mut Ctx<'_>, response: &Response, hint: &str) -> Option<AnswerBody> {
    let alternatives = alternatives(ctx, response);
    let choice = match alternatives.len() {
        0 => return None,
        1 => None,
        _ => Some(choice(ctx, response, &alternatives, hint)),
    };
    Some(AnswerBody { alternatives, choice })
}

/// The enum of several alternatives.
fn choice(ctx: &mut Ctx<'_>, response: &Response, alternatives: &[Alternative], hint: &str) -> Choice {
    let Some(component) = &response.component else {
        let allocated = ctx.names.allocate(hint, &["body"]);
        let ident = ctx.named(allocated, "body of a response", hint, &response.place);
        return Choice { ident, shared: false };
    };
    if let Some(known) = ctx.contents.shared.get(&(response.place.clone(), response.success)) {
        return Choice { ident: known.ident.clone(), shared: true };
    }
    let hint = format!("{component} content");
    let allocated = ctx.names.allocate(&hint, &["body"]);
    let ident = ctx.named(allocated, "body of a response", &hint, &response.place);
    let alternatives = alternatives.to_vec();
    let plan = ContentPlan { ident: ident.clone(), alternatives, features: AnyOf::default() };
    ctx.contents.shared.insert((response.place.clone(), response.success), plan);
    Choice { ident, shared: true }
}

fn alternatives(ctx: &mut Ctx<'_>, response: &Response) -> Vec<Alternative> {
    let mut alternatives: Vec<Alternative> = Vec::new();
    let mut contents: Vec<(usize, &Content)> = response.contents.iter().enumerate().collect();
    contents.sort_by_key(|(_, content)| content.kind != MediaKind::Json);
    for (index, content) in contents {
        let format = format(content, response.success);
        let ty = ty(ctx, content, format);
        let media = media(content, format, &ty);
        if let Some(known) = alternatives.iter_mut().find(|known| known.ty == ty) {
            known.media.extend(media);
            continue;
        }
        if let Some(json) = alternatives.first().filter(|first| is_notation(ctx, response, first, content)) {
            let json = json.media[0].media_type.clone();
            left_out(ctx, response, content, &json);
            continue;
        }
        if !is_understood(content.kind, format) {
            ctx.diag.push(codes::unsupported_encoding(response.place.clone(), &content.media_type));
        }
        let variant = Case::UpperCamel.apply("content");
        alternatives.push(Alternative { variant, ty, media, content: index });
    }
    let mut variants = Scope::new(Case::UpperCamel, []);
    for alternative in &mut alternatives {
        alternative.variant = variants.allocate(&name(&alternative.media), &["content"]).ident;
    }
    alternatives
}

/// What an alternative is called: its media type in short, or what several have in common.
fn name(media: &[AnswerMedia]) -> String {
    let Some(first) = media.first() else { return "content".to_owned() };
    let kind = |media: &AnswerMedia| essence(&media.media_type).split('/').next().unwrap_or_default().to_owned();
    let is_one = media.iter().all(|other| essence(&other.media_type) == essence(&first.media_type));
    match first.format {
        AnswerFormat::Text if !is_one => "text".to_owned(),
        AnswerFormat::Bytes if !is_one => match kind(first).as_str() {
            common @ ("image" | "audio" | "video" | "font") if media.iter().all(|other| kind(other) == common) => {
                common.to_owned()
            }
            _ => "binary".to_owned(),
        },
        _ => short(&first.media_type),
    }
}

/// A content's media type. A string of any type is text, unless it comes as JSON.
fn media(content: &Content, format: AnswerFormat, ty: &RustType) -> Vec<AnswerMedia> {
    let media = |media_type: &str, format| AnswerMedia { media_type: media_type.to_owned(), format };
    match (essence(&content.media_type).as_str(), ty) {
        ("*/*" | "application/*", RustType::String) => {
            vec![media(&content.media_type, AnswerFormat::Text), media("application/json", AnswerFormat::Json)]
        }
        _ => vec![media(&content.media_type, format)],
    }
}

/// How a content is written. Failures are read at once, so that what would be a stream is text.
fn format(content: &Content, success: bool) -> AnswerFormat {
    match content.kind {
        MediaKind::Json => AnswerFormat::Json,
        MediaKind::Bytes | MediaKind::Multipart => AnswerFormat::Bytes,
        MediaKind::JsonLines if success && essence(&content.media_type) == "application/json-seq" => {
            AnswerFormat::JsonSequence
        }
        MediaKind::JsonLines if success => AnswerFormat::JsonLines,
        MediaKind::EventStream(form) if success => AnswerFormat::Events(form),
        MediaKind::Text | MediaKind::JsonLines | MediaKind::EventStream(_) | MediaKind::Form => AnswerFormat::Text,
    }
}

/// Whether the values of a media type are taken apart.
fn is_understood(kind: MediaKind, format: AnswerFormat) -> bool {
    match kind {
        MediaKind::Json | MediaKind::Text | MediaKind::Bytes => true,
        MediaKind::JsonLines | MediaKind::EventStream(_) => format.is_stream(),
        MediaKind::Form | MediaKind::Multipart => false,
    }
}

fn ty(ctx: &Ctx<'_>, content: &Content, format: AnswerFormat) -> RustType {
    let element = || Box::new(rust_type(&content.ty, ctx.types));
    match format {
        AnswerFormat::Json => *element(),
        AnswerFormat::Text => RustType::String,
        AnswerFormat::Bytes => RustType::Body,
        AnswerFormat::JsonLines | AnswerFormat::JsonSequence => RustType::JsonLines(element()),
        AnswerFormat::Events(EventForm::Text) => RustType::EventStream(Box::new(RustType::String)),
        AnswerFormat::Events(_) => RustType::EventStream(element()),
    }
}

/// Whether a content is no more than another notation of the JSON that is the first alternative: its schema is for values
/// with a structure, which no text and no bytes have; or it is XML or YAML.
fn is_notation(ctx: &Ctx<'_>, response: &Response, first: &Alternative, content: &Content) -> bool {
    let beside_json = first.media[0].format == AnswerFormat::Json;
    let is_opaque = matches!(content.kind, MediaKind::Text | MediaKind::Bytes);
    let json = &response.contents[first.content].ty;
    let is_scalar = |kind: &Kind| matches!(kind, Kind::String(_) | Kind::Any);
    beside_json
        && is_opaque
        && (!is_scalar(&content.ty.kind)
            || is_markup(&content.media_type) && rust_type(json, ctx.types) != RustType::String)
}

/// Says once for each media type of the document what is left out. Plain text for values with a structure is no loss:
/// frameworks declare it beside JSON and never send it.
fn left_out(ctx: &mut Ctx<'_>, response: &Response, content: &Content, json: &str) {
    let is_plain = content.kind == MediaKind::Text && !is_markup(&content.media_type);
    if !is_plain && ctx.left_out.insert(essence(&content.media_type)) {
        ctx.diag.push(codes::unsupported_notation(response.place.clone(), &content.media_type, json));
    }
}

fn is_markup(media_type: &str) -> bool {
    let essence = essence(media_type);
    ["xml", "yaml"].iter().any(|markup| essence.ends_with(markup))
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What people call a media type: `Json`, `Csv`, `EventStream`, `GithubDiff`.
pub(super) fn short(media_type: &str) -> String {
    let essence = essence(media_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    let name = match (kind, subtype) {
        ("*", "*") | ("application", "*" | "octet-stream") => "binary",
        ("text", "plain") => "text",
        (_, "*") => kind,
        _ => subtype,
    };
    let words = words(name);
    let known = words.iter().skip_while(|word| words.len() > 1 && matches!(word.as_str(), "vnd" | "x" | "prs"));
    known.cloned().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_short_names() {
        for (media_type, name) in [
            ("application/json; charset=utf-8", "json"),
            ("text/event-stream", "event stream"),
            ("application/vnd.github.diff", "github diff"),
            ("application/x-ndjson", "ndjson"),
            ("application/octet-stream", "binary"),
            ("image/*", "image"),
            ("text/plain", "text"),
            ("application/scim+json", "scim json"),
        ] {
            assert_eq!(short(media_type), name);
        }
    }
}
