//! What a change does to the generated crate: everything that its users name, before and after.

mod calls;
mod definitions;
mod items;
mod spell;
mod surroundings;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::effect::Effect;
use crate::config::Ends;
use crate::ir::Api;
use crate::plan::Plan;
use definitions::{Definitions, Names};
use items::{End, Item};

/// A change of the generated crate's public items.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RustChange {
    /// What happened.
    pub kind: RustChangeKind,
    /// What it means to code that uses the crate.
    pub effect: Effect,
    /// The item: in the new crate, or in the old one if it is gone.
    pub item: String,
    /// What it was: its name if it was renamed, else its type or its arguments.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
    /// Whose code is concerned: that of `client`s, of `server`s or of `both`.
    pub end: &'static str,
    /// Whether it is a public field, which literals without `..` name.
    pub(super) is_field: bool,
}

/// What happened to a public item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustChangeKind {
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It has another type, or takes other arguments.
    Changed,
    /// It is new.
    Added,
}

impl RustChangeKind {
    /// The kind as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
            Self::Added => "added",
        }
    }
}

/// The changes between two crates: the gravest first, what is gone before what is new.
pub(super) fn compare(old: (&Api, &Plan), new: (&Api, &Plan)) -> Vec<RustChange> {
    let definitions = [old.1, new.1].map(Definitions::of);
    let (mut before, after) = (items(old, &definitions[1]), items(new, &definitions[0]));
    let mut changes = follow_owners(&mut before, &after);
    let olds: IndexMap<String, Item> = before.into_iter().map(|item| (item.path(), item)).collect();
    let news: IndexMap<String, Item> = after.into_iter().map(|item| (item.path(), item)).collect();
    let mut gone: Vec<&Item> =
        olds.iter().filter(|(path, _)| !news.contains_key(*path)).map(|(_, item)| item).collect();
    for (path, item) in &news {
        match olds.get(path) {
            Some(earlier) => changes.extend(differing(earlier, item)),
            None => {
                let is_same = |other: &&Item| other.identity == item.identity && other.end == item.end;
                let earlier = gone.iter().position(is_same).map(|index| gone.remove(index));
                match earlier {
                    Some(earlier) => {
                        changes.push(renamed(earlier.path(), item));
                        changes.extend(differing(earlier, item));
                    }
                    None => changes.push(added(item)),
                }
            }
        }
    }
    let changes = gone.into_iter().map(removed).chain(changes).collect();
    let mut changes = without_members(changes, &olds, &news);
    changes.extend(one_or_several(&Names::of(old.1), &Names::of(new.1)));
    changes.sort_by_key(|change| (std::cmp::Reverse(change.effect), change.kind));
    changes
}

/// All items, of the ends that there are.
fn items((api, plan): (&Api, &Plan), other: &Definitions<'_>) -> Vec<Item> {
    let all = definitions::items(api, plan, other).into_iter().chain(calls::items(api, plan));
    let all = all.chain(surroundings::items(plan));
    let there = all.filter(|item| match item.end {
        End::Both => true,
        End::Client => plan.ends != Ends::Server,
        End::Server => plan.ends != Ends::Client,
    });
    there.collect()
}

/// Gives the owners that are called otherwise now their new names, wherever they are named, so that each renaming is told
/// once.
fn follow_owners(before: &mut [Item], after: &[Item]) -> Vec<RustChange> {
    let old_owners: Vec<Item> = before.iter().filter(|item| item.member.is_empty()).cloned().collect();
    let new_owners = || after.iter().filter(|item| item.member.is_empty());
    let taken: BTreeSet<&str> = old_owners.iter().map(|item| item.owner.as_str()).collect();
    let kept: BTreeSet<&str> = new_owners().map(|item| item.owner.as_str()).collect();
    let free = new_owners().filter(|item| !taken.contains(item.owner.as_str()));
    let mut free: BTreeMap<&str, &Item> = free.map(|item| (item.identity.as_str(), item)).collect();
    let (mut names, mut changes) = (BTreeMap::new(), Vec::new());
    for old in old_owners.iter().filter(|old| !kept.contains(old.owner.as_str())) {
        if let Some(item) = free.remove(old.identity.as_str()) {
            names.insert(old.owner.clone(), item.owner.clone());
            changes.push(renamed(old.owner.clone(), item));
        }
    }
    for item in before {
        if let Some(name) = names.get(&item.owner) {
            item.owner.clone_from(name);
        }
        item.text = spell::renamed(&item.text, &names);
    }
    changes
}

/// Names of one type that are of several now, and the reverse. Code that took a value of one for the other stops to compile;
/// code that uses each as what it is does not notice.
fn one_or_several(old: &Names, new: &Names) -> Vec<RustChange> {
    let changed = |name: &str, effect, old: String, new: String| {
        let item = Item::owner(name.to_owned(), "", String::new(), End::Both);
        change(RustChangeKind::Changed, effect, &item, Some(old), Some(new))
    };
    let (same, itself) = (|one: &str| format!("the same as {one}"), || "a type of its own".to_owned());
    let told = |name: &str, there: &str| if name == there { itself() } else { same(there) };
    let parted =
        old.parted(new).map(|[name, one, there]| changed(name, Effect::Breaking, same(one), told(name, there)));
    let joined =
        new.parted(old).map(|[name, one, there]| changed(name, Effect::Additive, told(name, there), same(one)));
    parted.chain(joined).collect()
}

fn removed(item: &Item) -> RustChange {
    change(RustChangeKind::Removed, Effect::Breaking, item, Some(item.text.clone()), None)
}

fn added(item: &Item) -> RustChange {
    change(RustChangeKind::Added, item.appears, item, None, Some(item.text.clone()))
}

fn renamed(old: String, item: &Item) -> RustChange {
    change(RustChangeKind::Renamed, Effect::Breaking, item, Some(old), Some(item.path()))
}

fn differing(old: &Item, new: &Item) -> Option<RustChange> {
    let differ = old.text != new.text;
    let (old, text) = (Some(old.text.clone()), Some(new.text.clone()));
    differ.then(|| change(RustChangeKind::Changed, Effect::Breaking, new, old, text))
}

fn change(kind: RustChangeKind, effect: Effect, item: &Item, old: Option<String>, new: Option<String>) -> RustChange {
    let end = match item.end {
        End::Both => "both",
        End::Client => "client",
        End::Server => "server",
    };
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    let is_field = item.member.starts_with('.') && item.end == End::Both;
    RustChange { kind, effect, item: item.path(), old: some(old), new: some(new), end, is_field }
}

/// Of something that is new or gone, or another sort of thing, its members need not be told.
fn without_members(
    changes: Vec<RustChange>,
    olds: &IndexMap<String, Item>,
    news: &IndexMap<String, Item>,
) -> Vec<RustChange> {
    let owners: Vec<(RustChangeKind, String)> = changes
        .iter()
        .filter(|change| olds.get(&change.item).or(news.get(&change.item)).is_some_and(|item| item.member.is_empty()))
        .map(|change| (change.kind, change.item.clone()))
        .collect();
    let owners: BTreeSet<(RustChangeKind, String)> = owners.into_iter().collect();
    let is_told = |change: &RustChange| {
        let item = match change.kind {
            RustChangeKind::Removed => olds.get(&change.item),
            _ => news.get(&change.item),
        };
        let Some(item) = item.filter(|item| !item.member.is_empty()) else { return true };
        let is_once = matches!(change.kind, RustChangeKind::Added | RustChangeKind::Removed);
        let is_of = |kind| owners.contains(&(kind, item.owner.clone()));
        !is_once || !(is_of(change.kind) || is_of(RustChangeKind::Changed))
    };
    changes.into_iter().filter(is_told).collect()
}
