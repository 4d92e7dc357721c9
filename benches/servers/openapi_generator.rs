//! Serves what openapi-generator's `rust-axum` makes of `specs/resources.yaml`. Compiled by `benches load`, beside what it
//! generates. Its type for the settings of a resource has no place for those that the document does not name.

use std::sync::Arc;

use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use generated::apis::resources::{
    Resources, ResourcesCreateResponse, ResourcesDeleteResponse, ResourcesListResponse, ResourcesUpdateResponse,
};
use generated::apis::{ApiAuthBasic, BasicAuthKind, ErrorHandler};
use generated::models;
use headers::Host;
use http::{HeaderMap, Method};

const TOTAL: i32 = 57;

struct App {
    resources: Vec<models::Resource>,
}

#[derive(Clone)]
struct Shared(Arc<App>);

impl AsRef<App> for Shared {
    fn as_ref(&self) -> &App {
        &self.0
    }
}

struct Account;

#[async_trait::async_trait]
impl ApiAuthBasic for App {
    type Claims = Account;

    async fn extract_claims_from_auth_header(&self, _: BasicAuthKind, headers: &HeaderMap, key: &str) -> Option<Account> {
        let key = headers.get(key)?.to_str().ok()?;
        (key.strip_prefix("Bearer ") == Some("secret")).then_some(Account)
    }
}

impl ErrorHandler<()> for App {}

#[async_trait::async_trait]
impl Resources<()> for App {
    type Claims = Account;

    async fn resources_create(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        _: &Account,
        body: &models::NewResource,
    ) -> Result<ResourcesCreateResponse, ()> {
        let data = models::Resource {
            name: body.name.clone(),
            r_type: body.r_type.clone(),
            config: None,
            ..resource("resource_000001".to_owned(), 1)
        };
        Ok(ResourcesCreateResponse::Status201_TheResourceWasCreated {
            body: envelope(data),
            x_rate_limit_limit: None,
            x_rate_limit_remaining: None,
            x_rate_limit_reset: None,
        })
    }

    async fn resources_delete(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        _: &Account,
        _: &models::ResourcesDeletePathParams,
    ) -> Result<ResourcesDeleteResponse, ()> {
        Err(())
    }

    async fn resources_list(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        _: &Account,
        query: &models::ResourcesListQueryParams,
    ) -> Result<ResourcesListResponse, ()> {
        let (page, per_page) = (query.page.unwrap_or(1) as i32, i32::from(query.per_page.unwrap_or(20)));
        let data = self.resources.iter().take(per_page as usize).cloned().collect();
        let pages = (TOTAL + per_page - 1) / per_page;
        let meta = models::PageMeta::new(page, per_page, TOTAL, pages, page < pages, page > 1);
        Ok(ResourcesListResponse::Status200_APageOfResources {
            body: models::ResourcePage::new(models::SuccessStatus::Success, data, meta),
            x_rate_limit_limit: None,
            x_rate_limit_remaining: None,
            x_rate_limit_reset: None,
        })
    }

    async fn resources_update(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        _: &Account,
        _: &models::ResourcesUpdatePathParams,
        _: &models::ResourceUpdate,
    ) -> Result<ResourcesUpdateResponse, ()> {
        Err(())
    }
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn envelope(data: models::Resource) -> models::ResourceEnvelope {
    models::ResourceEnvelope::new(models::SuccessStatus::Success, data, models::ResponseMeta::new(noon()))
}

fn resource(id: String, number: i64) -> models::Resource {
    models::Resource {
        id,
        name: format!("Resource number {number}"),
        r_type: Some("processor".to_owned()),
        status: Some(models::ResourceStatus::Active),
        config: Some(models::ResourceConfig { timeout: Some(30) }),
        created_at: Some(noon()),
    }
}

fn main() {
    let resources = (0..20).map(|number| resource(format!("resource_{number:06}"), number)).collect();
    let router = generated::server::new::<_, App, (), Account>(Shared(Arc::new(App { resources })));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}/v1", listener.local_addr().unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}
