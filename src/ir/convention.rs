//! Conventions that the document encodes, says by extension, or shows by an unmistakable shape.

/// How a list is paged.
#[derive(Debug, Clone, PartialEq)]
pub struct Pagination {
    /// How one page leads to the next.
    pub style: PaginationStyle,
    /// Query parameter with the number of items of a page.
    pub size: Option<String>,
    /// Where the items are in the response body.
    pub items: PageItems,
    /// What tells the last page; all that hold are used, an empty page always ends.
    pub ends: Vec<End>,
    /// Whether this was inferred from names and shapes, not said.
    pub inferred: bool,
}

/// How one page leads to the next.
#[derive(Debug, Clone, PartialEq)]
pub enum PaginationStyle {
    /// A page number in a query parameter.
    Page {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: i64,
    },
    /// The number of items to skip, in a query parameter.
    Offset {
        /// The parameter.
        parameter: String,
    },
    /// A cursor from the previous page, in a query parameter.
    Cursor {
        /// The parameter.
        parameter: String,
        /// Path of the next cursor in the response body.
        next: Vec<String>,
    },
    /// The `Link` header with `rel="next"` (RFC 8288).
    Link,
    /// The URL of the next page, in the response body.
    Url {
        /// Path of the URL in the response body.
        next: Vec<String>,
    },
}

/// Where the items of a page are: a path of members from the response body. Empty means that the body is the array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageItems {
    /// The members to follow.
    pub path: Vec<String>,
}

/// What tells that a page is the last one. Paths are members from the response body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// A boolean that is false on the last page.
    More(Vec<String>),
    /// The number of pages.
    TotalPages(Vec<String>),
    /// The number of items.
    Total(Vec<String>),
}

/// A limit on the rate of requests (`x-specwright-rate-limit`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RateLimit {
    /// What holds for every caller; all windows at once.
    pub windows: Vec<Window>,
    /// What holds for callers of a kind, by its name.
    pub tiers: Vec<Tier>,
    /// The headers that tell the state of the limit.
    pub headers: RateLimitHeaders,
    /// Path in an error body of the number of seconds to wait.
    pub retry_after: Option<Vec<String>>,
}

/// A kind of caller with limits of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// Its limits.
    pub windows: Vec<Window>,
}

/// At most so many requests in any period of so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The number of requests.
    pub requests: u32,
    /// The length of the rolling period in seconds.
    pub seconds: u32,
}

/// Response headers that tell the state of a rate limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RateLimitHeaders {
    /// The number of requests that are allowed.
    pub limit: Option<String>,
    /// How many are left.
    pub remaining: Option<String>,
    /// When the window resets.
    pub reset: Option<String>,
    /// What the reset header counts.
    pub unit: Option<ResetUnit>,
}

/// What a rate limit's reset header counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetUnit {
    /// Seconds since 1970-01-01T00:00:00Z.
    EpochSeconds,
    /// Seconds from now.
    DeltaSeconds,
    /// An HTTP date.
    Date,
}

/// What the document says about repeating requests (`x-specwright-retry`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Retry {
    /// How many times at most, beside the first.
    pub retries: Option<u32>,
    /// The statuses after which a request may be repeated.
    pub statuses: Vec<u16>,
}

/// How a webhook delivery proves its origin (`x-specwright-signature`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The header that carries it.
    pub header: String,
    /// How it is made.
    pub algorithm: SignatureAlgorithm,
    /// How the bytes of the signature are written; unknown means that either is accepted and `hex` is sent.
    pub encoding: Option<SignatureEncoding>,
    /// What is signed: a template of `{body}`, `{timestamp}` and constant text.
    pub signed: String,
    /// How the header is written: a template of `{signature}`, `{timestamp}` and constant text.
    pub format: String,
    /// How old a timestamp may be, in seconds.
    pub tolerance: Option<u64>,
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// HMAC with SHA-256 (RFC 2104).
    HmacSha256,
    /// No signature: the header equals the shared secret.
    Token,
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// RFC 4648, section 8, lower case.
    Hex,
    /// RFC 4648, section 4.
    Base64,
}
