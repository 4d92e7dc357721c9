//! What comes back: success types, error enums by status, header structs.

use indexmap::{IndexMap, IndexSet};

use super::AnyOf;
use super::answer_body::{self, AnswerBody};
use super::docs::{self, DocLines};
use super::groups::Ctx;
use super::names::operations::words;
use super::names::requests::RequestNames;
use super::prose;
use super::rust_type::{RustType, rust_type};
use crate::ir::{Header, Operation, Response, Status};
use crate::name::{Case, Ident, Scope};

/// What an operation returns when it succeeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The document describes no success: any 2xx, and the body is not looked at.
    Unspecified,
    /// One response.
    One(Answer),
    /// Several responses: an enum with a variant for each.
    Several {
        /// The enum.
        ident: Ident,
        /// Its variants, in the document's order.
        answers: Vec<Answer>,
    },
}

impl Outcome {
    /// The responses.
    pub fn answers(&self) -> &[Answer] {
        match self {
            Self::Unspecified => &[],
            Self::One(answer) => std::slice::from_ref(answer),
            Self::Several { answers, .. } => answers,
        }
    }
}

/// The error enum of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Its name.
    pub ident: Ident,
    /// Its variants, in the document's order.
    pub answers: Vec<Answer>,
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Index of the response in the document's operation.
    pub index: usize,
    /// The status.
    pub status: Status,
    /// Its variant, where there is an enum: the reason phrase.
    pub variant: Ident,
    /// The body.
    pub body: Option<AnswerBody>,
    /// Its headers; they make the type `Reply<Body, Headers>`.
    pub headers: Option<AnswerHeaders>,
    /// `404: the resource does not exist.`
    pub docs: DocLines,
}

/// The headers of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHeaders {
    /// Index of the struct in `OperationsPlan::headers`.
    pub index: usize,
    /// What the struct is called for this response.
    pub ident: Ident,
}

/// The headers of responses, as a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadersPlan {
    /// Its name.
    pub ident: Ident,
    /// What other responses call it.
    pub also: Vec<Ident>,
    /// Its fields, in the document's order.
    pub fields: Vec<HeaderField>,
    /// The Cargo features that need it.
    pub features: AnyOf,
}

/// A response header, as a field.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderField {
    /// The field.
    pub ident: Ident,
    /// The header's name on the wire.
    pub name: String,
    /// Its type when present.
    pub ty: RustType,
    /// Whether it is always sent; the field is an `Option` otherwise.
    pub required: bool,
    /// Whether objects are written as `k=v`.
    pub explode: bool,
    /// Whether it is JSON text.
    pub json: bool,
    /// What the document says of it.
    pub docs: DocLines,
}

/// What an operation may answer.
pub(super) struct Answers {
    pub(super) success: Outcome,
    pub(super) failure: Failure,
    pub(super) accept: Vec<String>,
}

/// Plans the responses of an operation.
pub(super) fn plan(ctx: &mut Ctx<'_>, operation: &Operation, names: &RequestNames) -> Answers {
    let mut successes = Scope::new(Case::UpperCamel, []);
    let mut failures = Scope::new(Case::UpperCamel, ["Undocumented"]);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (index, response) in operation.responses.iter().enumerate() {
        let scope = if response.success { &mut successes } else { &mut failures };
        let variant = scope.allocate(&variant(response.status), &["status"]).ident;
        let is_only = response.success && operation.responses.iter().filter(|other| other.success).count() == 1;
        let answer = answer(ctx, operation, &names.request, index, variant, is_only);
        if response.success { good.push(answer) } else { bad.push(answer) }
    }
    let bodies = good.iter().chain(&bad).filter_map(|answer| answer.body.as_ref());
    let accept: IndexSet<String> = bodies.flat_map(AnswerBody::accept).collect();
    let success = match (good.pop(), good.is_empty()) {
        (None, _) => Outcome::Unspecified,
        (Some(answer), true) => Outcome::One(answer),
        (Some(last), false) => {
            good.push(last);
            Outcome::Several { ident: names.response.clone(), answers: good }
        }
    };
    Answers {
        success,
        failure: Failure { ident: names.error.clone(), answers: bad },
        accept: accept.into_iter().collect(),
    }
}

/// `is_only` says that there is no other success, so that nothing tells its types from those of another.
fn answer(
    ctx: &mut Ctx<'_>,
    operation: &Operation,
    request: &Ident,
    index: usize,
    variant: Ident,
    is_only: bool,
) -> Answer {
    let response = &operation.responses[index];
    let headers = (!response.headers.is_empty()).then(|| {
        let fallback = format!("{} {} headers", request.bare(), variant.bare());
        headers(ctx, response, &fallback)
    });
    let body = may_have_body(operation, response.status).then(|| {
        let status = if is_only { String::new() } else { variant.bare().to_owned() };
        answer_body::plan(ctx, response, &format!("{} {status} content", request.bare()))
    });
    Answer { index, status: response.status, variant, body: body.flatten(), headers, docs: prose::answer(response) }
}

/// Whether a response can have a body at all (RFC 9110, sections 6.4.1 and 9.3.2).
fn may_have_body(operation: &Operation, status: Status) -> bool {
    operation.method.0 != "HEAD" && !matches!(status, Status::Code(100..=199 | 204 | 205 | 304))
}

/// The name of a status as a variant: its reason phrase.
fn variant(status: Status) -> String {
    match status {
        Status::Code(code) => reason(code).map_or_else(|| format!("Status{code}"), str::to_owned),
        Status::Range(1) => "informational".to_owned(),
        Status::Range(2) => "success".to_owned(),
        Status::Range(3) => "redirection".to_owned(),
        Status::Range(4) => "client error".to_owned(),
        Status::Range(_) => "server error".to_owned(),
        Status::Default => "default".to_owned(),
    }
}

/// Reason phrases: RFC 9110, section 15, and the IANA HTTP Status Code Registry.
pub(super) fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => return None,
    })
}

/// The header structs so far: responses whose headers are equal share one, by the name that each gives it.
#[derive(Debug, Default)]
pub(super) struct Headers {
    structs: IndexMap<Vec<HeaderKey>, HeadersPlan>,
    names: IndexMap<(String, usize), Ident>,
}

/// What makes two headers the same: all but the prose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct HeaderKey {
    name: String,
    ty: RustType,
    required: bool,
    explode: bool,
    json: bool,
}

impl Headers {
    pub(super) fn finish(self) -> Vec<HeadersPlan> {
        self.structs.into_values().collect()
    }
}

/// The header struct of a response. It is called after the component, or what its headers have in common; `fallback` is the
/// last resort. This name stays, whichever response comes first: where another did, it is another name for the struct.
fn headers(ctx: &mut Ctx<'_>, response: &Response, fallback: &str) -> AnswerHeaders {
    let keys: Vec<HeaderKey> = response.headers.iter().map(|header| header_key(ctx, header)).collect();
    let hint = match (&response.component, common_words(&response.headers)) {
        (Some(component), _) => format!("{component} headers"),
        (None, Some(words)) => format!("{words} headers"),
        (None, None) => fallback.to_owned(),
    };
    let known = ctx.headers.structs.get_index_of(&keys);
    let index = known.unwrap_or(ctx.headers.structs.len());
    let named = (hint, index);
    if let Some(ident) = ctx.headers.names.get(&named) {
        return AnswerHeaders { index, ident: ident.clone() };
    }
    let allocated = ctx.names.allocate(&named.0, &["fields"]);
    let ident = ctx.named(allocated, "header struct", &named.0, &response.place);
    ctx.headers.names.insert(named, ident.clone());
    match ctx.headers.structs.get_mut(&keys) {
        Some(known) => known.also.push(ident.clone()),
        None => {
            let fields = header_fields(response, &keys);
            let (also, features) = (Vec::new(), AnyOf::default());
            ctx.headers.structs.insert(keys, HeadersPlan { ident: ident.clone(), also, fields, features });
        }
    }
    AnswerHeaders { index, ident }
}

fn header_fields(response: &Response, keys: &[HeaderKey]) -> Vec<HeaderField> {
    let mut fields = Scope::new(Case::Snake, []);
    let fields = response.headers.iter().zip(keys).map(|(header, key)| HeaderField {
        ident: fields.allocate(&header.name, &["header"]).ident,
        name: key.name.clone(),
        ty: key.ty.clone(),
        required: key.required,
        explode: key.explode,
        json: key.json,
        docs: docs::lines(&header.doc),
    });
    fields.collect()
}

fn header_key(ctx: &Ctx<'_>, header: &Header) -> HeaderKey {
    let ty = match rust_type(&header.ty, ctx.types) {
        RustType::Option(inner) if !header.required => *inner,
        ty => ty,
    };
    HeaderKey { name: header.name.clone(), ty, required: header.required, explode: header.explode, json: header.json }
}

/// The words that all header names begin with, without the `X` of old (RFC 6648): `rate limit` of `X-RateLimit-Reset`.
fn common_words(headers: &[Header]) -> Option<String> {
    let mut names = headers.iter().map(|header| words(&header.name));
    let first = names.next()?;
    let common = names.fold(first, |common, name| {
        let same = common.iter().zip(&name).take_while(|(a, b)| a == b).count();
        common[..same].to_vec()
    });
    let common: Vec<String> = common.into_iter().skip_while(|word| word == "x").collect();
    (!common.is_empty()).then(|| common.join(" "))
}
