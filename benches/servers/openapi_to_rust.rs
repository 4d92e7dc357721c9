//! Serves what openapi-to-rust 0.23 makes of `specs/resources.yaml`. Compiled by `benches load`, beside what it generates.
//! The generated trait does not see headers, so that nobody checks the key.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use generated::{
    NewResource, PageMeta, Resource, ResourceConfig, ResourceEnvelope, ResourcePage, ResourceStatus, ResourceUpdate,
    ResourcesApi, ResourcesCreateResponse, ResourcesDeleteResponse, ResourcesListResponse, ResourcesUpdateResponse,
    ResponseMeta, SortOrder, SuccessStatus, resources_api_router,
};

const TOTAL: i64 = 57;

#[derive(Clone)]
struct App {
    resources: Arc<Vec<Resource>>,
}

#[async_trait::async_trait]
impl ResourcesApi for App {
    async fn resources_create(&self, body: NewResource) -> ResourcesCreateResponse {
        let data = Resource { name: body.name, r#type: body.r#type, config: None, ..resource("resource_000001".to_owned(), 1) };
        let meta = ResponseMeta { timestamp: noon() };
        ResourcesCreateResponse::Created(ResourceEnvelope { status: SuccessStatus::Success, data, meta })
    }

    async fn resources_delete(&self, _id: String) -> ResourcesDeleteResponse {
        ResourcesDeleteResponse::NoContent
    }

    async fn resources_list(
        &self,
        _status: Option<ResourceStatus>,
        _type: Option<String>,
        _sort: Option<String>,
        _order: Option<SortOrder>,
        page: Option<i64>,
        per_page: Option<i64>,
    ) -> ResourcesListResponse {
        let (page, per_page) = (page.unwrap_or(1), per_page.unwrap_or(20));
        let data = self.resources.iter().take(per_page as usize).cloned().collect();
        let total_pages = (TOTAL + per_page - 1) / per_page;
        let (has_next, has_previous) = (page < total_pages, page > 1);
        let meta = PageMeta { page, per_page, total_items: TOTAL, total_pages, has_next, has_previous };
        ResourcesListResponse::Ok(ResourcePage { status: SuccessStatus::Success, data, meta })
    }

    async fn resources_update(&self, id: String, _body: ResourceUpdate) -> ResourcesUpdateResponse {
        let meta = ResponseMeta { timestamp: noon() };
        ResourcesUpdateResponse::Ok(ResourceEnvelope { status: SuccessStatus::Success, data: resource(id, 1), meta })
    }
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn resource(id: String, number: i64) -> Resource {
    Resource {
        id,
        name: format!("Resource number {number}"),
        r#type: Some("processor".to_owned()),
        status: Some(ResourceStatus::Active),
        config: Some(ResourceConfig { timeout: Some(30), ..ResourceConfig::default() }),
        created_at: Some(noon()),
    }
}

fn main() {
    let resources = (0..20).map(|number| resource(format!("resource_{number:06}"), number)).collect();
    let router = resources_api_router(App { resources: Arc::new(resources) });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}
