//! Pages and items as streams, without read-ahead: nothing is fetched that nobody asked for.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::{Options, decode};
use super::{Core, Error, Operation, PaginationError, Request, Response};

/// An operation whose response is one page of a list.
pub trait Paginate: Operation {
    /// An element of the list.
    type Item: Send + 'static;

    /// The elements of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;

    /// What comes after a page; nothing if it is the last.
    fn next(&self, page: &Response<Self::Output>) -> Option<Next<Self>>
    where
        Self: Sized;
}

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next<O> {
    /// The same request with another page number, offset or cursor.
    Request(O),
    /// The URL of the next page, as the response gave it.
    Link(String),
}

/// All pages of a list, as a [`Stream`]. Ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<O: Operation> {
    core: Core,
    options: Options,
    /// The requests that were made: one that comes again would go on for ever.
    seen: BTreeSet<u64>,
    state: State<O>,
}

enum State<O: Operation> {
    Ready { request: O, link: Option<String> },
    Waiting(Pin<Box<dyn Future<Output = (O, Fetched<O>)> + Send>>),
    Done,
}

type Fetched<O> = Result<Response<<O as Operation>::Output>, Error<<O as Operation>::Error>>;

impl<O: Paginate + Clone> Pages<O> {
    pub(super) fn new(core: Core, request: O, options: Options) -> Self {
        Self { core, options, seen: BTreeSet::new(), state: State::Ready { request, link: None } }
    }

    /// Starts to fetch a page, unless it was there before.
    fn fetch(&mut self, request: O, link: Option<String>) -> Result<State<O>, Error<O::Error>> {
        let encoded = request.encode().map(|encoded| match link {
            Some(link) => encoded.follow(link),
            None => encoded,
        });
        if encoded.as_ref().is_ok_and(|encoded| !self.seen.insert(fingerprint(encoded))) {
            return Err(Error::Pagination(PaginationError::new(O::ENDPOINT.name)));
        }
        let core = self.core.clone();
        let received = self.core.execute(encoded, self.options.clone());
        Ok(State::Waiting(Box::pin(async move {
            let page = match received.await {
                Ok(received) => decode::<O>(&core, received),
                Err(failure) => Err(failure.into()),
            };
            (request, page)
        })))
    }
}

/// Tells requests apart by where they go and what they say.
fn fingerprint(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&request.target, &request.query, &request.cookies, request.body.as_bytes()).hash(&mut hasher);
    for (name, value) in &request.headers {
        (name, value).hash(&mut hasher);
    }
    hasher.finish()
}

impl<O: Operation> Unpin for Pages<O> {}

impl<O: Paginate + Clone> Stream for Pages<O> {
    type Item = Fetched<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Ready { request, link } => match self.fetch(request, link) {
                    Ok(waiting) => self.state = waiting,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Waiting(mut future) => {
                    let Poll::Ready((request, page)) = future.as_mut().poll(context) else {
                        self.state = State::Waiting(future);
                        return Poll::Pending;
                    };
                    self.state = match page.as_ref().ok().and_then(|page| request.next(page)) {
                        Some(Next::Request(request)) => State::Ready { request, link: None },
                        Some(Next::Link(link)) => State::Ready { request, link: Some(link) },
                        None => State::Done,
                    };
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::ENDPOINT.name).field("fetched", &self.seen.len()).finish()
    }
}

/// All items of a list, as a [`Stream`]. Ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<O: Paginate> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paginate> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }
}

impl<O: Paginate> Unpin for Items<O> {}

impl<O: Paginate + Clone> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = O::items(page.into_inner()).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paginate> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
