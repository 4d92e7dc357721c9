//! Senders, connections and conversations.

use std::collections::BTreeMap;

use sendpilot_api::operations::*;
use sendpilot_api::server::{Caller, InboxApi};
use sendpilot_api::types::*;

use super::server::{Account, App, Owned, Refusal, Status, World, all, continued, now, owned, refusal};

/// What a sender and a lead wrote to each other.
pub struct Thread {
    id: String,
    sender: String,
    lead: String,
    messages: Vec<Message>,
}

/// The senders of a workspace.
pub fn senders(workspace: &str) -> Vec<Sender> {
    let sender = |id: &str, name: &str, status| Sender {
        name: Some(name.to_owned()),
        linkedin_url: Some(format!("https://www.linkedin.com/in/{id}")),
        status: Some(status),
        ..Sender::new(id)
    };
    match workspace {
        "ws_main" => vec![
            sender("sender_off", "Alan", SenderStatus::Disconnected),
            sender("sender_1", "Ada", SenderStatus::Active),
            sender("sender_2", "Grace", SenderStatus::Active),
        ],
        _ => vec![sender("sender_9", "Edsger", SenderStatus::RateLimited)],
    }
}

/// A sender that can send: the one that is asked for, or any.
fn active(workspace: &str, id: Option<&str>) -> Result<String, Refusal> {
    let mut senders = senders(workspace).into_iter().filter(|sender| sender.status == Some(SenderStatus::Active));
    let found = senders.find(|sender| id.is_none_or(|id| sender.id == id)).map(|sender| sender.id);
    found.ok_or_else(|| refusal(Status::BadRequest, "The sender is not active"))
}

impl World {
    /// Sends a message to a lead. Who is asked something answers.
    fn write(&mut self, workspace: &'static str, sender: &str, lead: &str, text: &str) -> Result<String, Refusal> {
        let person = owned(&mut self.people, workspace, |person| person.lead.id == lead)?;
        let contact = (sender.to_owned(), person.lead.linkedin_url.clone());
        if !self.connections.contains(&contact) {
            return Err(refusal(Status::BadRequest, "The lead is not a 1st-degree connection"));
        }
        let is_answered = text.ends_with('?');
        person.lead.status = if is_answered { LeadStatus::ReplyReceived } else { LeadStatus::MessageSent };
        let id = self.id("msg");
        let sent = message(&id, text, Direction::Sent, ReadStatus::Read);
        let reply =
            is_answered.then(|| message(&self.id("msg"), "Yes.", Direction::Received, ReadStatus::UnknownLowercase));
        let thread = self.threads.iter().position(|owned| owned.item.sender == sender && owned.item.lead == lead);
        let thread = thread.unwrap_or_else(|| {
            let item = Thread { id: self.id("thread"), sender: sender.into(), lead: lead.into(), messages: vec![] };
            self.threads.push(Owned { workspace, item });
            self.threads.len() - 1
        });
        self.threads[thread].item.messages.extend([Some(sent), reply].into_iter().flatten());
        Ok(id)
    }
}

fn message(id: &str, text: &str, direction: Direction, read_status: ReadStatus) -> Message {
    Message {
        content: Some(text.to_owned()),
        direction: Some(direction),
        sent_at: Some(now()),
        read_status: Some(read_status),
        content_type: Some("TEXT".to_owned()),
        additional: BTreeMap::from([("attachments".to_owned(), serde_json::json!([]))]),
        ..Message::new(id)
    }
}

impl Thread {
    fn view(&self) -> Conversation {
        let preview = self.messages.last().map(|message| MessagePreview {
            content: message.content.as_ref().map(|text| text.chars().take(100).collect()),
            sent_at: message.sent_at,
            direction: message.direction.clone(),
        });
        Conversation {
            participants: Some(vec![Participant { profile_picture: Some(None), ..Participant::new(&self.lead) }]),
            last_message: preview,
            unread_count: Some(0),
            ..Conversation::new(&self.id, &self.sender)
        }
    }
}

impl InboxApi<Account> for App {
    async fn list_senders(
        &self,
        caller: Caller<Account>,
        _request: InboxListSenders,
    ) -> Result<SenderList, InboxListSendersError> {
        let senders = senders(self.admit(&caller)?);
        Ok(SenderList { total: Some(senders.len() as i64), senders })
    }

    async fn send(&self, caller: Caller<Account>, request: InboxSend) -> Result<SentMessage, InboxSendError> {
        let workspace = self.admit(&caller)?;
        let OutgoingMessage { lead_id, message, sender_id } = request.body;
        let sender = active(workspace, sender_id.as_deref())?;
        self.daily_messages.admit().map_err(|_| refusal(Status::TooManyRequests, "Daily message limit exceeded"))?;
        let mut world = self.world.lock().unwrap();
        let id = world
            .write(workspace, &sender, &lead_id, &message)
            .map_err(|refusal| refusal.instead_of_not_found(Status::BadRequest))?;
        Ok(SentMessage {
            message_id: Some(id),
            lead_id: Some(lead_id),
            sender_id: Some(sender),
            sent_at: Some(now()),
            ..SentMessage::new(true)
        })
    }

    async fn send_to_lead(
        &self,
        caller: Caller<Account>,
        request: InboxSendToLead,
    ) -> Result<LeadMessageResult, InboxSendToLeadError> {
        let workspace = self.admit(&caller)?;
        let LeadMessage { sender_id, message, .. } = request.body;
        let sender = active(workspace, Some(&sender_id))?;
        let mut world = self.world.lock().unwrap();
        let lead = owned(&mut world.people, workspace, |person| person.lead.id == request.lead_id)?.lead.clone();
        let name = |name: Option<Option<String>>| name.flatten().unwrap_or_default();
        let text =
            message.replace("{{firstName}}", &name(lead.first_name)).replace("{{lastName}}", &name(lead.last_name));
        let id = world.write(workspace, &sender, &request.lead_id, &text)?;
        Ok(LeadMessageResult {
            message_id: Some(id),
            recipient_linkedin_url: Some(lead.linkedin_url),
            lead_id: Some(request.lead_id),
            status: Some("sent".to_owned()),
            timestamp: Some(now()),
            ..LeadMessageResult::new(true)
        })
    }

    async fn connect(
        &self,
        caller: Caller<Account>,
        request: InboxConnect,
    ) -> Result<ConnectionResult, InboxConnectError> {
        let workspace = self.admit(&caller)?;
        let ConnectionRequest { sender_id, recipient_linkedin_url: url, .. } = request.body;
        let sender = active(workspace, Some(&sender_id))?;
        self.daily_connections
            .admit()
            .map_err(|_| refusal(Status::TooManyRequests, "Daily connection limit exceeded"))?;
        let mut world = self.world.lock().unwrap();
        if !world.connections.insert((sender, url.clone())) {
            return Err(refusal(Status::BadRequest, "You are connected already").into());
        }
        // In this world everybody accepts at once.
        let lead = world.people.iter_mut().find(|owned| owned.item.lead.linkedin_url == url);
        if let Some(owned) = lead {
            owned.item.lead.status = LeadStatus::ConnectionAccepted;
        }
        Ok(ConnectionResult {
            request_id: Some(world.id("req")),
            recipient_linkedin_url: Some(url),
            status: Some("sent".to_owned()),
            timestamp: Some(now()),
            error: Some(None),
            ..ConnectionResult::new(true)
        })
    }

    async fn list_conversations(
        &self,
        caller: Caller<Account>,
        request: InboxListConversations,
    ) -> Result<ConversationPage, InboxListConversationsError> {
        let workspace = self.admit(&caller)?;
        let is_known = |id: &String| senders(workspace).iter().any(|sender| sender.id == *id);
        if request.account_id.as_ref().is_some_and(|id| !is_known(id)) {
            return Err(refusal(Status::NotFound, "Account not found").into());
        }
        let world = self.world.lock().unwrap();
        let found = all(&world.threads, workspace)
            .filter(|thread| request.account_id.as_ref().is_none_or(|id| thread.sender == *id))
            .map(Thread::view);
        let page = continued(found.collect(), request.continuation_token.as_deref(), request.limit());
        let (conversations, pagination) = page.ok_or_else(|| refusal(Status::NotFound, "No such token"))?;
        Ok(ConversationPage::new(conversations, pagination))
    }

    async fn list_messages(
        &self,
        caller: Caller<Account>,
        request: InboxListMessages,
    ) -> Result<MessagePage, InboxListMessagesError> {
        let workspace = self.admit(&caller)?;
        let mut world = self.world.lock().unwrap();
        let thread = owned(&mut world.threads, workspace, |thread| {
            thread.id == request.conversation_id && thread.sender == request.account_id
        })?;
        let page = continued(thread.messages.clone(), request.continuation_token.as_deref(), request.limit());
        let (messages, pagination) = page.ok_or_else(|| refusal(Status::BadRequest, "No such token"))?;
        Ok(MessagePage::new(request.conversation_id, messages, pagination))
    }
}
