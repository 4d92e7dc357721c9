//! What a user of SendPilot does with the inbox.

use futures_util::TryStreamExt;
use sendpilot_api::Client;
use sendpilot_api::operations::*;
use sendpilot_api::types::*;

use super::scenarios::{add, client, profile, router};
use super::server::{KEY, OTHER};
use crate::wire::both;

/// Connects a sender with people, who become leads of a campaign.
async fn connected(client: &Client, sender: &str, names: &[&str]) -> Vec<String> {
    let leads = add(client, "camp_1", names).await;
    for name in names {
        let result = client.inbox().connect(ConnectionRequest::new(sender, profile(name))).send().await.unwrap();
        assert_eq!((result.status.as_deref(), &result.error), (Some("sent"), &Some(None)), "null is not absent");
    }
    leads
}

#[tokio::test]
async fn people_are_connected_to_and_written_to() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let senders = client.inbox().list_senders().send().await.unwrap();
        let states: Vec<_> = senders.senders.iter().map(|sender| sender.status.clone().unwrap()).collect();
        assert_eq!(states, [SenderStatus::Disconnected, SenderStatus::Active, SenderStatus::Active]);

        let lead = add(&client, "camp_1", &["ada"]).await.remove(0);
        let message = || OutgoingMessage::new(&lead, "Shall we talk?");
        let stranger = client.inbox().send(message()).send().await.unwrap_err();
        let Some(InboxSendError::BadRequest(body)) = stranger.api() else { panic!("{stranger:?}") };
        assert!(body.message.contains("1st-degree"), "{body:?}");

        let note = ConnectionRequest {
            message: Some("Hello!".to_owned()),
            ..ConnectionRequest::new("sender_1", profile("ada"))
        };
        let request = client.inbox().connect(note.clone()).send().await.unwrap();
        assert_eq!(request.recipient_linkedin_url, Some(profile("ada")));
        assert_eq!(client.leads().get(&lead).send().await.unwrap().status, LeadStatus::ConnectionAccepted);
        let again = client.inbox().connect(note).send().await.unwrap_err();
        assert!(matches!(again.api(), Some(InboxConnectError::BadRequest(_))), "{again:?}");

        let sent = client.inbox().send(message()).send().await.unwrap();
        assert_eq!(sent.sender_id.as_deref(), Some("sender_1"), "the server picks an active sender");
        assert_eq!(client.leads().get(&lead).send().await.unwrap().status, LeadStatus::ReplyReceived);
        let metrics = client.campaigns().get("camp_1").send().await.unwrap().metrics.clone();
        assert_eq!(metrics, Some(CampaignMetrics::new(1, 1, 1, 1)));
    })
    .await;
}

#[tokio::test]
async fn messages_to_leads_know_their_names() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let lead = connected(&client, "sender_2", &["ada"]).await.remove(0);
        let greeting = LeadMessage::new("sender_2", "Hello {{firstName}}{{lastName}}!");
        let sent = client.inbox().send_to_lead(&lead, greeting).send().await.unwrap();
        assert_eq!((sent.status.as_deref(), sent.recipient_linkedin_url.clone()), (Some("sent"), Some(profile("ada"))));
        let page = client.inbox().list_conversations().account_id("sender_2").send().await.unwrap();
        let preview = page.conversations[0].last_message.as_ref().unwrap();
        assert_eq!(preview.content.as_deref(), Some("Hello ada!"));
        let participant = &page.conversations[0].participants.as_ref().unwrap()[0];
        assert_eq!((&participant.id, &participant.profile_picture), (&lead, &Some(None)));
    })
    .await;
}

#[tokio::test]
async fn every_conversation_and_every_message_arrives() {
    both(router, async |wire| {
        let client = client(&wire, KEY);
        let inbox = client.inbox();
        for lead in connected(&client, "sender_1", &["ada", "grace", "alan"]).await {
            for text in ["Hello!", "Shall we talk?", "When?"] {
                inbox.send_to_lead(&lead, LeadMessage::new("sender_1", text)).send().await.unwrap();
            }
        }
        let list = inbox.list_conversations().limit(2);
        let pages: Vec<ConversationPage> =
            list.clone().pages().map_ok(|page| page.into_inner()).try_collect().await.unwrap();
        let ends: Vec<_> = pages.iter().map(|page| (page.conversations.len(), page.pagination.has_more)).collect();
        assert_eq!(ends, [(2, true), (1, false)]);
        assert_eq!(pages[0].pagination.continuation_token, Some(Some("from 2".to_owned())));
        assert_eq!(pages[1].pagination.continuation_token, Some(None));

        let conversations: Vec<Conversation> = list.items().try_collect().await.unwrap();
        assert_eq!(conversations.len(), 3);
        let messages = inbox.list_messages(&conversations[2].id, "sender_1").limit(2);
        let messages: Vec<Message> = messages.items().try_collect().await.unwrap();
        let texts: Vec<_> = messages.iter().map(|message| message.content.as_deref().unwrap()).collect();
        assert_eq!(texts, ["Hello!", "Shall we talk?", "Yes.", "When?", "Yes."]);
        assert_eq!(messages[2].direction, Some(Direction::Received));
        assert_eq!(messages[2].read_status, Some(ReadStatus::UnknownLowercase));
        assert_eq!(messages[2].additional["attachments"], serde_json::json!([]));

        let rest = inbox.list_conversations().continuation_token("from 1").send().await.unwrap();
        assert_eq!(rest.conversations.len(), 2);
        let none: Vec<Conversation> =
            inbox.list_conversations().account_id("sender_2").items().try_collect().await.unwrap();
        assert!(none.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_inbox_tells_errors_apart() {
    both(router, async |wire| {
        let ours = client(&wire, KEY);
        let lead = connected(&ours, "sender_1", &["ada"]).await.remove(0);
        let inbox = ours.inbox();
        let hello = |sender| LeadMessage::new(sender, "Hello!");
        inbox.send_to_lead(&lead, hello("sender_1")).send().await.unwrap();

        let off = inbox.send_to_lead(&lead, hello("sender_off")).send().await.unwrap_err();
        assert!(matches!(off.api(), Some(InboxSendToLeadError::BadRequest(_))), "{off:?}");
        let unknown = inbox.send_to_lead("lead_404", hello("sender_1")).send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(InboxSendToLeadError::NotFound(_))), "{unknown:?}");
        let unknown = inbox.send(OutgoingMessage::new("lead_404", "Hello!")).send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(InboxSendError::BadRequest(_))), "{unknown:?}");

        let unknown = inbox.list_conversations().account_id("sender_404").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(InboxListConversationsError::NotFound(_))), "{unknown:?}");
        let unknown = inbox.list_messages("thread_404", "sender_1").send().await.unwrap_err();
        assert!(matches!(unknown.api(), Some(InboxListMessagesError::NotFound(_))), "{unknown:?}");
        let conversation = inbox.list_conversations().send().await.unwrap().conversations[0].id.clone();
        let messages = || inbox.list_messages(&conversation, "sender_1");
        for refused in [messages().limit(101), messages().continuation_token("made up")] {
            let refused = refused.send().await.unwrap_err();
            assert!(matches!(refused.api(), Some(InboxListMessagesError::BadRequest(_))), "{refused:?}");
        }
        let theirs = client(&wire, OTHER).inbox();
        let denied = theirs.list_messages(&conversation, "sender_1").send().await.unwrap_err();
        assert!(matches!(denied.api(), Some(InboxListMessagesError::Forbidden(_))), "{denied:?}");
        let limited = theirs.connect(ConnectionRequest::new("sender_9", profile("ada"))).send().await.unwrap_err();
        assert!(matches!(limited.api(), Some(InboxConnectError::BadRequest(_))), "{limited:?}");
    })
    .await;
}
