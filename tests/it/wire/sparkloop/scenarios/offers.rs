//! Offers, and the conversions of their submissions.

use futures_util::TryStreamExt;
use sparkloop_api::operations::*;
use sparkloop_api::types::*;

use super::{assert_refused, client};
use crate::wire::both;
use crate::wire::sparkloop::server::{ACTION, KEY, LEAD, OFFER, router};

#[tokio::test]
async fn every_page_of_offers_arrives() {
    both(router, async |wire| {
        let offers = client(wire, KEY).offers();
        let list = offers.list().per_page(2);
        let names: Vec<String> = list.clone().items().map_ok(|offer| offer.name).try_collect().await.unwrap();
        assert_eq!(names, [5, 4, 3, 2, 1].map(|number| format!("Offer {number}")));
        let pages: Vec<_> = list.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 3);
        assert_eq!(pages[2].meta, OfferPageMeta::new(2, 3, 3, 5));

        let offer = offers.get(OFFER).send().await.unwrap();
        assert_eq!((&offer.offer, offer.offer.cpa), (&pages[2].offers[0], Some(2.5)));
        assert_refused!(offers.get("offer_0"), OffersGetError::NotFound, "Offer offer_0 not found.");
    })
    .await;
}

#[tokio::test]
async fn a_conversion_is_tracked_once() {
    both(router, async |wire| {
        let offers = client(wire, KEY).offers();
        let tracked = offers.track_conversion(OFFER, ACTION).send().await.unwrap();
        assert_eq!(tracked.message, "Conversion tracked successfully");

        type Error = OffersTrackConversionError;
        let unique = "Offer submission must be unique";
        assert_refused!(offers.track_conversion(OFFER, ACTION), Error::UnprocessableContent, unique);
        let action = "Offer submission must be an action";
        assert_refused!(offers.track_conversion(OFFER, LEAD), Error::UnprocessableContent, action);
        assert_refused!(offers.track_conversion("offer_0", ACTION), Error::NotFound, "Offer not found");
        assert_refused!(offers.track_conversion(OFFER, "0"), Error::NotFound, "Submission not found");
    })
    .await;
}
