//! [`Router`]: from a request to the handler of its operation and back. Every refusal happens here, in this order:
//! route, credentials, parameters, body, handler.

use std::any::Any;
use std::convert::Infallible;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, Method, header};

use super::super::endpoint::Endpoint;
use super::answer::Answer;
use super::auth::{Caller, Gate};
use super::failure::Failure;
use super::input::{Incoming, Serve};
use super::problem::problem;
use super::rejection::{Rejection, RejectionKind};
use super::tree::{Found, Tree};

/// As much of a request body as is read by default: 2 MiB.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The operations of an API as a service. Becomes an [`axum::Router`] with `into()`, to be merged, nested and layered.
#[derive(Clone)]
pub struct Router {
    tree: Tree,
    routes: Vec<Route>,
    base_path: String,
    body_limit: usize,
    respond: Arc<dyn Fn(&Rejection) -> Response + Send + Sync>,
    observe: Arc<dyn Fn(&Failure) + Send + Sync>,
}

#[derive(Clone)]
struct Route {
    endpoint: &'static Endpoint,
    run: Arc<dyn Fn(Incoming) -> Running + Send + Sync>,
}

type Running = Pin<Box<dyn Future<Output = Result<Answer, Refusal>> + Send>>;

/// What takes the place of the trait of a group in the bounds of `router`, where a feature leaves the group out: all types
/// have it.
pub trait Anything<A = ()> {}

impl<T, A> Anything<A> for T {}

/// Why there is no answer of a handler.
#[derive(Debug)]
pub(super) enum Refusal {
    Rejected(Rejection),
    Failed(Failure),
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Router {
    /// A router without routes.
    pub fn new() -> Self {
        Self {
            tree: Tree::default(),
            routes: Vec::new(),
            base_path: String::new(),
            body_limit: BODY_LIMIT,
            respond: Arc::new(problem),
            observe: Arc::new(|_| {}),
        }
    }

    /// Serves everything below a path, such as the one of a server of the document: `/v1`.
    #[must_use]
    pub fn base_path(mut self, path: &str) -> Self {
        let path = path.trim_matches('/');
        self.base_path = if path.is_empty() { String::new() } else { format!("/{path}") };
        self
    }

    /// Refuses request bodies that are larger than this many bytes. The default is 2 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Answers rejections in the API's own shape. The default is `application/problem+json` (RFC 9457).
    #[must_use]
    pub fn rejections(mut self, respond: impl Fn(&Rejection) -> Response + Send + Sync + 'static) -> Self {
        self.respond = Arc::new(respond);
        self
    }

    /// Calls a function with every failure, for the log. The caller never sees more than the status.
    #[must_use]
    pub fn on_failure(mut self, observe: impl Fn(&Failure) + Send + Sync + 'static) -> Self {
        self.observe = Arc::new(observe);
        self
    }

    /// Adds an operation that needs no credentials.
    #[must_use]
    pub fn open<O, S, F, R>(self, api: &Arc<S>, handler: F) -> Self
    where
        O: Serve,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, O) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
    {
        let api = Arc::clone(api);
        self.route(O::ENDPOINT, move |incoming| {
            let api = Arc::clone(&api);
            Box::pin(async move {
                let request = incoming.receive().await?;
                Ok(answer::<O>(handler(api, request).await))
            })
        })
    }

    /// Adds an operation that needs credentials.
    #[must_use]
    pub fn guarded<O, S, A, F, R>(self, gate: &Gate<A>, api: &Arc<S>, handler: F) -> Self
    where
        O: Serve,
        S: Send + Sync + 'static,
        A: Send + Sync + 'static,
        F: Fn(Arc<S>, Caller<A>, O) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
    {
        let (gate, api) = (gate.clone(), Arc::clone(api));
        self.route(O::ENDPOINT, move |incoming| {
            let (gate, api) = (gate.clone(), Arc::clone(&api));
            Box::pin(async move {
                let caller = gate.admit(O::ENDPOINT, &incoming.parts).await?;
                let caller = caller.ok_or_else(|| Rejection::new(RejectionKind::Unauthorized, ""))?;
                let request = incoming.receive().await?;
                Ok(answer::<O>(handler(api, caller, request).await))
            })
        })
    }

    /// Adds an operation that takes credentials and does without.
    #[must_use]
    pub fn welcoming<O, S, A, F, R>(self, gate: &Gate<A>, api: &Arc<S>, handler: F) -> Self
    where
        O: Serve,
        S: Send + Sync + 'static,
        A: Send + Sync + 'static,
        F: Fn(Arc<S>, Option<Caller<A>>, O) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
    {
        let (gate, api) = (gate.clone(), Arc::clone(api));
        self.route(O::ENDPOINT, move |incoming| {
            let (gate, api) = (gate.clone(), Arc::clone(&api));
            Box::pin(async move {
                let caller = gate.admit(O::ENDPOINT, &incoming.parts).await?;
                let request = incoming.receive().await?;
                Ok(answer::<O>(handler(api, caller, request).await))
            })
        })
    }

    /// Adds an operation whose handler reads the headers and the body itself, once its type and size are checked.
    #[must_use]
    pub fn raw<F, R>(self, endpoint: &'static Endpoint, handler: F) -> Self
    where
        F: Fn(HeaderMap, Bytes) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<Answer, Rejection>> + Send + 'static,
    {
        self.route(endpoint, move |incoming| {
            let handler = handler.clone();
            Box::pin(async move {
                let (headers, body) = incoming.raw().await?;
                Ok(handler(headers, body).await?)
            })
        })
    }

    fn route(mut self, endpoint: &'static Endpoint, run: impl Fn(Incoming) -> Running + Send + Sync + 'static) -> Self {
        if let Ok(method) = Method::from_bytes(endpoint.method.as_bytes()) {
            self.tree.insert(method, endpoint.path, self.routes.len());
            self.routes.push(Route { endpoint, run: Arc::new(run) });
        }
        self
    }

    /// Answers a request. The response to `HEAD` still has the body that the length is taken from.
    async fn handle(&self, request: Request) -> Response {
        match self.dispatch(request).await {
            Ok(response) => response,
            Err(Refusal::Rejected(rejection)) => self.reject(&rejection),
            Err(Refusal::Failed(failure)) => {
                (self.observe)(&failure);
                self.reject(&Rejection::failure(&failure))
            }
        }
    }

    async fn dispatch(&self, request: Request) -> Result<Response, Refusal> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path().strip_prefix(&self.base_path).ok_or_else(Rejection::not_found)?;
        if !self.base_path.is_empty() && !path.is_empty() && !path.starts_with('/') {
            return Err(Rejection::not_found().into());
        }
        let (route, values) = match self.tree.find(&parts.method, path, parts.uri.query()) {
            Found::Route(route, values) => (&self.routes[route], values),
            Found::Methods(methods) => return Err(Rejection::method_not_allowed(&methods).into()),
            Found::Nothing => return Err(Rejection::not_found().into()),
        };
        let path = values.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        let accept = parts.headers.get(header::ACCEPT).cloned();
        let incoming = Incoming { endpoint: route.endpoint, parts, path, body, body_limit: self.body_limit };
        let answer = match caught((route.run)(incoming)).await {
            Ok(Ok(answer)) => answer.into_result(accept.as_ref()).map_err(Refusal::Failed),
            Ok(Err(refusal)) => Err(refusal),
            Err(panic) => Err(Refusal::Failed(panic)),
        };
        answer.map_err(|refusal| refusal.of(route.endpoint))
    }

    /// The response to a rejection, with the headers that belong to it whoever wrote it.
    fn reject(&self, rejection: &Rejection) -> Response {
        let mut response = (self.respond)(rejection);
        for name in rejection.headers().keys() {
            if !response.headers().contains_key(name) {
                for value in rejection.headers().get_all(name) {
                    response.headers_mut().append(name, value.clone());
                }
            }
        }
        response
    }
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operations: Vec<_> = self.routes.iter().map(|route| route.endpoint.name).collect();
        f.debug_struct("Router").field("operations", &operations).finish_non_exhaustive()
    }
}

/// The routes become the fallback, because axum's own paths cannot express all of them.
impl From<Router> for axum::Router {
    fn from(router: Router) -> Self {
        let router = Arc::new(router);
        Self::new().fallback(move |request: Request| {
            let router = Arc::clone(&router);
            async move { Ok::<_, Infallible>(router.handle(request).await) }
        })
    }
}

impl Refusal {
    fn of(self, endpoint: &Endpoint) -> Self {
        match self {
            Self::Rejected(rejection) => rejection.of(endpoint).into(),
            Self::Failed(failure) => failure.during(endpoint.name).into(),
        }
    }
}

fn answer<O: Serve>(outcome: Result<O::Output, O::Error>) -> Answer {
    match outcome {
        Ok(output) => O::succeed(output),
        Err(error) => O::fail(error),
    }
}

/// Runs a future; a panic in it becomes a failure, whose text is for the log only.
async fn caught<T>(mut future: Pin<Box<dyn Future<Output = T> + Send>>) -> Result<T, Failure> {
    std::future::poll_fn(move |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(Failure::internal(message(&*panic)))),
    })
    .await
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the handler panicked: {}", text.unwrap_or("no message"))
}
