//! Both ends as Specwright makes them.

use axum::Router;
use resources_api::operations::{
    RateLimitHeaders, ResourcesCreate, ResourcesCreateError, ResourcesList, ResourcesListError,
};
use resources_api::server::{Auth, Caller, Denied, ResourcesApi, router};
use resources_api::types::{
    NewResource, PageMeta, Resource, ResourceConfig, ResourceEnvelope, ResourcePage, ResourceStatus, ResponseMeta,
    SortOrder, SuccessStatus,
};
use resources_api::{Client, RateLimit, Reply, Secret};

use super::{KEY, TOTAL, noon, resource, settings};

/// A client of the server at a URL.
pub fn client(url: &str) -> Result<Client, String> {
    let client = Client::builder().base_url(url).api_key(KEY).rate_limit(RateLimit::NONE).build();
    client.map_err(|error| error.to_string())
}

/// Asks for a page, and says how many resources it has.
pub async fn list(client: &Client) -> Result<usize, String> {
    let call = client.resources().list().status(ResourceStatus::Active).r#type("processor").sort("created_at");
    let page = call.order(SortOrder::Desc).page(2).per_page(20).send().await.map_err(|error| error.to_string())?;
    Ok(page.data.len())
}

/// The body of the request that creates a resource.
pub fn new_resource() -> NewResource {
    let config = ResourceConfig { timeout: Some(30), additional: settings().into_iter().collect() };
    NewResource { r#type: Some("processor".to_owned()), config: Some(config), ..NewResource::new("my-resource") }
}

/// Creates a resource, and says how long its identifier is.
pub async fn create(client: &Client, body: NewResource) -> Result<usize, String> {
    let created = client.resources().create(body).send().await.map_err(|error| error.to_string())?;
    Ok(created.data.id.len())
}

/// The server.
pub fn server() -> Router {
    let make = |number| {
        let (id, name) = resource(number);
        Resource {
            r#type: Some("processor".to_owned()),
            status: Some(ResourceStatus::Active),
            config: Some(ResourceConfig { timeout: Some(30), ..ResourceConfig::default() }),
            created_at: Some(noon()),
            ..Resource::new(id, name)
        }
    };
    router(App { resources: (0..20).map(make).collect() }, Keys).into()
}

struct Keys;

impl Auth for Keys {
    type Account = ();

    async fn api_key(&self, secret: Secret) -> Result<(), Denied> {
        if secret.expose() == KEY { Ok(()) } else { Err(Denied::Unauthorized) }
    }
}

struct App {
    resources: Vec<Resource>,
}

impl ResourcesApi<()> for App {
    async fn list(
        &self,
        _caller: Caller<()>,
        request: ResourcesList,
    ) -> Result<Reply<ResourcePage, RateLimitHeaders>, ResourcesListError> {
        let (page, per_page) = (request.page(), request.per_page());
        let data = self.resources.iter().take(per_page as usize).cloned().collect();
        let pages = (TOTAL + per_page - 1) / per_page;
        let meta = PageMeta::new(page, per_page, TOTAL, pages, page < pages, page > 1);
        let body = ResourcePage { status: SuccessStatus::Success, data, meta };
        Ok(Reply { headers: RateLimitHeaders::default(), body })
    }

    async fn create(
        &self,
        _caller: Caller<()>,
        request: ResourcesCreate,
    ) -> Result<Reply<ResourceEnvelope, RateLimitHeaders>, ResourcesCreateError> {
        let data = Resource {
            r#type: request.body.r#type,
            status: Some(ResourceStatus::Active),
            created_at: Some(noon()),
            ..Resource::new("resource_000001", request.body.name)
        };
        let body = ResourceEnvelope { status: SuccessStatus::Success, data, meta: ResponseMeta::new(noon()) };
        Ok(Reply { headers: RateLimitHeaders::default(), body })
    }
}
