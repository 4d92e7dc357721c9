//! Publications and partner programs of other members.

use futures_util::TryStreamExt;
use serde_json::Value;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{KEY, UPSCRIBE, router};

#[tokio::test]
async fn the_network_is_searched_for_publications() {
    both(router, async |wire| {
        let network = client(wire, KEY).partner_network();
        let list = network.list_publications().sort(NetworkPublicationSort::Name).per_page(3);
        let names = |list: sparkloop_api::Call<PartnerNetworkListPublications>| {
            list.items().map_ok(|publication| publication.name).try_collect::<Vec<String>>()
        };
        assert_eq!(names(list.clone()).await.unwrap(), ["Axles", "Bits", "Cooking", "Dough"]);
        assert_eq!(names(list.clone().order(SortOrder::Desc)).await.unwrap(), ["Dough", "Cooking", "Bits", "Axles"]);
        assert_eq!(names(list.clone().query("food & drink")).await.unwrap(), ["Cooking", "Dough"]);
        assert!(names(list.clone().query("100% + #1")).await.unwrap().is_empty());
        let pages: Vec<_> = list.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[1].meta, PublicationPageMeta::new(3, 2, 2, 4));

        let first = &pages[0].publications[0];
        assert_eq!(&network.get_publication(&first.uuid).send().await.unwrap().publication, first);
        let text = "Publication pub_0 not found.";
        assert_refused!(network.get_publication("pub_0"), PartnerNetworkGetPublicationError::NotFound, text);
    })
    .await;
}

#[tokio::test]
async fn a_publication_is_recommended_once() {
    both(router, async |wire| {
        let client = client(wire, KEY);
        let network = client.partner_network();
        let found = network.list_publications().query("dough").send().await.unwrap();
        let uuid = &found.publications[0].uuid;
        let made = network.recommend_publication(uuid).send().await.unwrap().into_inner().partner_campaign;
        assert_eq!(made.publication_name.as_deref(), Some("Dough"));
        let newest = client.recommendations().list(UPSCRIBE).per_page(1).send().await.unwrap();
        assert_eq!(newest.recommendations, [made]);

        type Error = PartnerNetworkRecommendPublicationError;
        let already = "Publication is already recommended.";
        assert_refused!(network.recommend_publication(uuid), Error::Default(CONFLICT), already);
        let text = "Publication pub_0 not found.";
        assert_refused!(network.recommend_publication("pub_0"), Error::Default(NOT_FOUND), text);
    })
    .await;
}

#[tokio::test]
async fn the_network_is_searched_for_programs() {
    both(router, async |wire| {
        let network = client(wire, KEY).partner_network();
        let payouts = async |list: sparkloop_api::Call<PartnerNetworkListPrograms>| -> Vec<f64> {
            let found: Value = list.send().await.unwrap().into_inner();
            found["partner_programs"]
                .as_array()
                .unwrap()
                .iter()
                .map(|program| program["cpa"].as_f64().unwrap())
                .collect()
        };
        let all = || network.list_programs();
        assert_eq!(payouts(all().sort(NetworkProgramSort::MaxPayout)).await, [2.5, 3.5, 1.5]);
        assert_eq!(payouts(all().cpa(2.5).sort(NetworkProgramSort::Cpa)).await, [2.5, 3.5]);
        assert_eq!(payouts(all().max_payout(500.5)).await, [1.5, 3.5]);
        assert_eq!(payouts(all().accepted_countries(["US", "GB"])).await, [2.5]);
        let channels = [RecommendationChannel::Upscribe, RecommendationChannel::PartnerLink];
        assert_eq!(payouts(all().can_be_recommended_via(channels)).await, [1.5]);
        assert_eq!(payouts(all().page(2).per_page(2)).await, [3.5]);

        let unknown = all().can_be_recommended_via([RecommendationChannel::Unknown("pigeon".to_owned())]);
        assert_eq!(unknown.send().await.unwrap_err().status().unwrap(), 400);
    })
    .await;
}

#[tokio::test]
async fn a_program_is_joined_once() {
    both(router, async |wire| {
        let network = client(wire, KEY).partner_network();
        let found = network.list_programs().sort(NetworkProgramSort::Cpa).send().await.unwrap();
        let uuid = found["partner_programs"][2]["uuid"].as_str().unwrap();
        let program = network.get_program(uuid).send().await.unwrap();
        assert_eq!(program["partner_program"], found["partner_programs"][2]);

        let reason = || PartnerProgramApplication::new("My readers bake.");
        let joined = network.join_program(uuid, reason()).send().await.unwrap();
        assert_eq!(joined["status"], "pending", "this one asks for an approval");

        type Error = PartnerNetworkJoinProgramError;
        let already = "You have already joined this program";
        assert_refused!(network.join_program(uuid, reason()), Error::Default(CONFLICT), already);
        let blank = network.join_program(uuid, PartnerProgramApplication::new(""));
        assert_refused!(blank, Error::Default(BAD_REQUEST), "Reason for recommending can't be blank");
        let text = "Partner program 0 not found!";
        assert_refused!(network.join_program("0", reason()), Error::Default(NOT_FOUND), text);
        assert_refused!(network.get_program("0"), PartnerNetworkGetProgramError::Default(NOT_FOUND), text);
    })
    .await;
}
