//! Upscribes and what they recommend.

use futures_util::TryStreamExt;
use serde_json::json;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{KEY, UPSCRIBE, router};

fn names(recommendations: &[Recommendation]) -> Vec<&str> {
    recommendations.iter().filter_map(|one| one.publication_name.as_deref()).collect()
}

#[tokio::test]
async fn upscribes_are_listed_read_and_switched() {
    both(router, async |wire| {
        let upscribes = client(wire, KEY).upscribes();
        let list = upscribes.list().per_page(2);
        let all: Vec<Upscribe> = list.clone().items().try_collect().await.unwrap();
        assert_eq!((all.len(), all[2].uuid.as_str()), (3, UPSCRIBE));
        let sizes: Vec<usize> = list.pages().map_ok(|page| page.upscribes.len()).try_collect().await.unwrap();
        assert_eq!(sizes, [2, 1]);

        let got = upscribes.get(UPSCRIBE).send().await.unwrap().into_inner().upscribe;
        assert_eq!(
            (got.active, &got.visibility_rules),
            (None, &Some(Vec::new())),
            "an empty list is not an absent one"
        );
        let on = UpscribeUpdate { auto_pilot: Some(true) };
        let updated = upscribes.update(UPSCRIBE, on).send().await.unwrap();
        assert_eq!(updated.upscribe, Upscribe { active: Some(true), ..got });

        assert_refused!(upscribes.get("upscribe_0"), UpscribesGetError::NotFound, "Upscribe upscribe_0 not found.");
        let update = upscribes.update("upscribe_0", UpscribeUpdate::default());
        assert_refused!(update, UpscribesUpdateError::Default(NOT_FOUND), "Upscribe upscribe_0 not found.");
    })
    .await;
}

#[tokio::test]
async fn someone_subscribes_to_what_is_recommended() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        let all = client.recommendations().list(UPSCRIBE).send().await.unwrap();
        let codes: Vec<&str> = all.recommendations[..2].iter().filter_map(|one| one.ref_code.as_deref()).collect();
        let new = UpscribeSubscription {
            utm_source: Some("spring, summer".to_owned()),
            ..UpscribeSubscription::new("joanne@example.com", codes.join(","))
        };
        let confirmed = client.upscribes().subscribe(UPSCRIBE, new.clone()).send().await.unwrap();
        assert_eq!(confirmed.response, "ok");

        let joanne = client.subscribers().get("joanne@example.com").send().await.unwrap().into_inner().subscriber;
        assert_eq!(joanne.origin.as_deref(), Some("sparkloop-upscribe"));
        assert_eq!(joanne.utm_source, Some(Some("spring, summer".to_owned())));
        let after = client.recommendations().list(UPSCRIBE).send().await.unwrap();
        let pending = after.recommendations.iter().map(|one| one.referrals.as_ref().unwrap().pending);
        assert_eq!(pending.collect::<Vec<_>>(), [1, 1, 0, 0, 0]);

        type Error = UpscribesSubscribeError;
        let empty = UpscribeSubscription { recommendations: String::new(), ..new.clone() };
        let text = "Recommendations param is missing or empty.";
        assert_refused!(client.upscribes().subscribe(UPSCRIBE, empty), Error::BadRequest, text);
        let nobody = UpscribeSubscription { subscriber_email: String::new(), ..new.clone() };
        let text = "Subscriber param is missing or empty.";
        assert_refused!(client.upscribes().subscribe(UPSCRIBE, nobody), Error::BadRequest, text);
        let elsewhere = client.upscribes().subscribe("upscribe_0", new);
        assert_refused!(elsewhere, Error::Default(NOT_FOUND), "Upscribe upscribe_0 not found.");
    })
    .await;
}

#[tokio::test]
async fn every_page_of_recommendations_arrives() {
    both(router, async |wire| {
        let recommendations = client(wire, KEY).recommendations();
        let list = recommendations.list(UPSCRIBE).per_page(2);
        let all: Vec<Recommendation> = list.clone().items().try_collect().await.unwrap();
        assert_eq!(names(&all), [5, 4, 3, 2, 1].map(|number| format!("Newsletter {number}")));
        assert_eq!(all[0].position, Some(None), "no position is null, not absent");
        let pages: Vec<_> = list.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 3);
        assert_eq!(pages[1].meta, RecommendationPageMeta::new(2, 2, 3, 5));
    })
    .await;
}

#[tokio::test]
async fn recommendations_are_pinned_paused_and_edited() {
    both(router, async |wire| {
        let recommendations = client(wire, KEY).recommendations();
        let all: Vec<_> = recommendations.list(UPSCRIBE).items().try_collect().await.unwrap();
        let [fifth, .., first] = &all[..] else { panic!("{all:?}") };

        let pinned = recommendations.pin(UPSCRIBE, &fifth.uuid).send().await.unwrap();
        assert_eq!(*pinned, json!({ "recommendation": fifth.uuid, "pinned": true }));
        let paused = recommendations.pause(UPSCRIBE, &first.uuid).send().await.unwrap();
        assert_eq!(paused["status"], "paused");
        let query =
            RecommendationQuery { country_code: Some("US".into()), region_code: Some("TX".into()), limit: Some(3) };
        let generated = recommendations.generate(UPSCRIBE, query).send().await.unwrap();
        assert_eq!(names(&generated.recommendations), ["Newsletter 5", "Newsletter 2", "Newsletter 3"]);
        let url = generated.recommendations[0].signup_url.as_deref();
        assert_eq!(url, Some("https://example.com/sign-up?place=US-TX"));

        recommendations.unpin(UPSCRIBE, &fifth.uuid).send().await.unwrap();
        let resumed = recommendations.unpause(UPSCRIBE, &first.uuid).send().await.unwrap();
        assert_eq!(resumed["status"], "active");
        let generated = recommendations.generate(UPSCRIBE, RecommendationQuery::default()).send().await.unwrap();
        assert_eq!(names(&generated.recommendations), ["Newsletter 1"], "the documented default is one");

        let reason = RecommendationUpdate::new("It is “fun”.\nReally.");
        let edited = recommendations.update(UPSCRIBE, &first.uuid, reason).send().await.unwrap();
        assert_eq!(edited.recommendation.description.as_deref(), Some("It is “fun”.\nReally."));
    })
    .await;
}

#[tokio::test]
async fn recommendations_that_are_not_there_are_told() {
    both(router, async |wire| {
        let all = client(wire, KEY).recommendations();
        let absent = "Recommendation partner_campaign_0 not found.";
        let (of, uuid) = (UPSCRIBE, "partner_campaign_0");
        assert_refused!(all.pin(of, uuid), RecommendationsPinError::Default(NOT_FOUND), absent);
        assert_refused!(all.unpin(of, uuid), RecommendationsUnpinError::Default(NOT_FOUND), absent);
        assert_refused!(all.pause(of, uuid), RecommendationsPauseError::Default(NOT_FOUND), absent);
        assert_refused!(all.unpause(of, uuid), RecommendationsUnpauseError::Default(NOT_FOUND), absent);
        let update = all.update(of, uuid, RecommendationUpdate::new("fun"));
        assert_refused!(update, RecommendationsUpdateError::Default(NOT_FOUND), absent);

        let absent = "Upscribe upscribe_0 not found.";
        assert_refused!(all.list("upscribe_0"), RecommendationsListError::Default(NOT_FOUND), absent);
        let generate = all.generate("upscribe_0", RecommendationQuery::default());
        assert_refused!(generate, RecommendationsGenerateError::Default(NOT_FOUND), absent);
    })
    .await;
}
