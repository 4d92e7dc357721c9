//! The account's newsletters.

use futures_util::TryStreamExt;
use serde_json::json;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{KEY, router};

fn publication(name: &str) -> NewPublication {
    NewPublication::new(
        name,
        vec![PublicationCategory::FoodDrink, PublicationCategory::TvMovie, PublicationCategory::Web3_0],
        json!({ "url": "https://example.com/logo.png", "bytes": [137, 80, 78, 71] }),
        AudienceGender::Mixed,
        vec![IncomeLevel::N150k],
        vec![AgeRange::N60],
    )
}

#[tokio::test]
async fn publications_are_created_changed_and_deleted() {
    both(router, async |wire| {
        let publications = client(wire, KEY).publications();
        let new = NewPublication { list_id: Some(String::new()), ..publication("Dough") };
        let created = publications.create(new).send().await.unwrap().into_inner().publication;
        assert_eq!(created.status, Some(PublicationStatus::Draft));
        assert_eq!(created.partner_categories.clone().unwrap(), ["food & drink", "TV & movie", "web3.0"]);
        assert_eq!(created.logo_url.as_deref(), Some("https://example.com/logo.png"));
        assert_eq!(created.list_id.as_deref(), Some(""), "an empty text is not an absent one");
        assert_eq!(publications.get(&created.uuid).send().await.unwrap().publication, created);

        let update = PublicationUpdate {
            name: Some("Sourdough".to_owned()),
            status: Some(NewPublicationStatus::Archived),
            categories: Some(vec![PublicationCategory::ArtDesign]),
            auto_pilot: Some(true),
            ..Default::default()
        };
        let updated = publications.update(&created.uuid, update).send().await.unwrap().into_inner().publication;
        let expected = Publication {
            name: "Sourdough".to_owned(),
            status: Some(PublicationStatus::Archived),
            partner_categories: Some(vec!["art & design".to_owned()]),
            auto_pilot: Some(true),
            ..created.clone()
        };
        assert_eq!(updated, expected);

        publications.delete(&created.uuid).send().await.unwrap();
        let missing = format!("Publication {} not found!", created.uuid);
        assert_refused!(publications.get(&created.uuid), PublicationsGetError::NotFound, missing);
        let update = publications.update(&created.uuid, PublicationUpdate::default());
        assert_refused!(update, PublicationsUpdateError::Default(NOT_FOUND), missing);
        assert_refused!(publications.delete(&created.uuid), PublicationsDeleteError::Default(NOT_FOUND), missing);
    })
    .await;
}

#[tokio::test]
async fn every_page_of_publications_arrives() {
    both(router, async |wire| {
        let publications = client(wire, KEY).publications();
        for name in ["a", "b", "c", "d"] {
            publications.create(publication(name)).send().await.unwrap();
        }
        let list = publications.list().per_page(2);
        let names: Vec<String> = list.clone().items().map_ok(|one| one.name).try_collect().await.unwrap();
        assert_eq!(names, ["d", "c", "b", "a"]);
        let pages: Vec<_> = list.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 2, "the total tells that the second full page is the last");
        assert_eq!(pages[1].meta, PublicationPageMeta::new(2, 2, 2, 4));
        let last = publications.list().page(2).per_page(3).send().await.unwrap();
        assert_eq!(last.publications.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_the_schema_rules_out_is_not_created() {
    both(router, async |wire| {
        let publications = client(wire, KEY).publications();
        let too_many = vec![PublicationCategory::News; 4];
        for categories in [Vec::new(), too_many, vec![PublicationCategory::Unknown("gossip".to_owned())]] {
            let refused = publications.create(NewPublication { categories, ..publication("Dough") }).send().await;
            let refused = refused.unwrap_err();
            assert!(matches!(refused.api(), Some(PublicationsCreateError::Default(..))), "{refused:?}");
            assert_eq!(refused.status().unwrap(), 422);
        }
        assert!(publications.list().send().await.unwrap().publications.is_empty());
    })
    .await;
}
