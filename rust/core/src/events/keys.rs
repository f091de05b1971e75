//! Which queued events belong together, so that what a later event joins, replaces or must not pass is found at once.
//!
//! Every event that matters to later ones stands in the group of its key. What counts is the last one of a group that is
//! still in the queue; events leave from anywhere, and so a group is a list.
//!
//! Ids may still be in payloads. Such events stand in a list of their own until they are asked for, oldest first. A group
//! has two lists therefore: of the events whose ids came with them, and of those whose ids came later. Each is in the
//! order of arrival, and an event enters either at its end.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{
    delivery::{Closes, DeliveryClass, DeliveryRule},
    notification::Ids,
    slot::{BY_KEY, Slots},
};
use crate::arena::{Arena, List};

/// What an event's key says of it.
#[derive(Clone, Copy, Debug)]
enum KeyKind {
    /// It continues a stream of text, or is a newer state of the same thing.
    Stream(&'static DeliveryRule),
    /// It ends the streams of its item.
    EndOfItem,
    /// It ends the streams of its thread.
    EndOfThread,
}

impl KeyKind {
    /// A number that tells kinds apart: rules are compared by address.
    fn number(self) -> usize {
        match self {
            Self::Stream(rule) => std::ptr::from_ref(rule).addr(),
            Self::EndOfItem => 1,
            Self::EndOfThread => 2,
        }
    }
}

/// A key that is looked for.
#[derive(Clone, Copy, Debug)]
struct KeyRef<'a> {
    kind: KeyKind,
    ids: Ids<'a>,
}

impl<'a> KeyRef<'a> {
    fn stream(rule: &'static DeliveryRule, ids: Ids<'a>) -> Self {
        Self { kind: KeyKind::Stream(rule), ids }
    }

    fn end_of_item(ids: Ids<'a>) -> Self {
        Self { kind: KeyKind::EndOfItem, ids: Ids { index: 0, ..ids } }
    }

    fn end_of_thread(ids: Ids<'a>) -> Self {
        Self { kind: KeyKind::EndOfThread, ids: Ids { index: 0, item: "", ..ids } }
    }

    /// The key of an event for which [`has_key`] holds.
    fn of(rule: &'static DeliveryRule, ids: Ids<'a>) -> Self {
        match rule.closes {
            Closes::Nothing => Self::stream(rule, ids),
            // An item that cannot be told ends every stream of its thread: better apart than in the wrong place.
            Closes::Item if !ids.item.is_empty() => Self::end_of_item(ids),
            Closes::Item | Closes::Thread => Self::end_of_thread(ids),
        }
    }

    fn hash(&self, hasher: &DefaultHashBuilder) -> u64 {
        let Ids { thread, item, index } = self.ids;
        hasher.hash_one((self.kind.number(), index, thread, item))
    }
}

/// Whether later events are compared with events of this rule.
pub(crate) fn has_key(rule: &DeliveryRule) -> bool {
    matches!(rule.class, DeliveryClass::Mergeable | DeliveryClass::Latest) || rule.closes != Closes::Nothing
}

/// Where an event stands beside its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKey {
    /// In no other list.
    None,
    /// Among those whose ids are still in their payloads.
    Unkeyed,
    /// In a group; `late` says in which of its lists.
    Group { number: u32, late: bool },
    /// Among those that make room for others.
    Droppable,
}

#[derive(Debug)]
struct Group {
    kind: KeyKind,
    index: i64,
    thread_length: usize,
    ids: Box<str>, // the thread's id, then the item's: one allocation instead of two
    hash: u64,
    in_time: List<BY_KEY>,
    late: List<BY_KEY>,
}

impl Group {
    fn new(key: KeyRef<'_>, hash: u64) -> Self {
        let mut ids = String::with_capacity(key.ids.thread.len() + key.ids.item.len());
        ids.push_str(key.ids.thread);
        ids.push_str(key.ids.item);
        Self {
            kind: key.kind,
            index: key.ids.index,
            thread_length: key.ids.thread.len(),
            ids: ids.into_boxed_str(),
            hash,
            in_time: List::default(),
            late: List::default(),
        }
    }

    fn key(&self) -> KeyRef<'_> {
        let (thread, item) = self.ids.split_at(self.thread_length);
        KeyRef { kind: self.kind, ids: Ids { thread, item, index: self.index } }
    }

    fn is(&self, key: KeyRef<'_>) -> bool {
        self.kind.number() == key.kind.number() && self.key().ids == key.ids
    }

    fn is_empty(&self) -> bool {
        self.in_time.is_empty() && self.late.is_empty()
    }

    fn list(&mut self, late: bool) -> &mut List<BY_KEY> {
        if late { &mut self.late } else { &mut self.in_time }
    }

    /// The last event of the group, and when it came.
    fn last<P>(&self, slots: &Slots<P>) -> Option<(u64, u32)> {
        let last = |list: &List<BY_KEY>| list.back().map(|index| (slots.stamp_at(index), index));
        last(&self.in_time).max(last(&self.late))
    }
}

/// The groups of a queue.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    groups: Arena<Group, 0>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The group that was entered last; it stays when it is empty, so that a stream whose reader keeps up makes its key
    /// once.
    recent: Option<u32>,
    unkeyed: List<BY_KEY>,
}

impl Keys {
    /// How many events have their ids in their payloads.
    pub(crate) fn unkeyed(&self) -> usize {
        self.unkeyed.len()
    }

    /// The oldest event whose ids are in its payload.
    pub(crate) fn first_unkeyed(&self) -> Option<u32> {
        self.unkeyed.front()
    }

    /// The key of a new event, for which [`has_key`] holds. It must [`enter`](Self::enter) next.
    pub(crate) fn key(&mut self, rule: &'static DeliveryRule, ids: Option<Ids<'_>>) -> EventKey {
        match ids {
            Some(ids) => EventKey::Group { number: self.group(KeyRef::of(rule, ids)), late: false },
            None => EventKey::Unkeyed,
        }
    }

    /// Let an event stand by its key.
    pub(crate) fn enter<P>(&mut self, slots: &mut Slots<P>, slot: u32, key: EventKey) {
        match key {
            EventKey::Unkeyed => self.unkeyed.push_back(slots, slot),
            EventKey::Group { number, late } => {
                if let Some(group) = self.groups.at_mut(number) {
                    group.list(late).push_back(slots, slot);
                }
            }
            EventKey::None | EventKey::Droppable => {}
        }
    }

    /// The ids of the oldest unkeyed event, which stands in `slot`, were read.
    pub(crate) fn set_ids<P>(
        &mut self,
        slots: &mut Slots<P>,
        slot: u32,
        rule: &'static DeliveryRule,
        ids: Ids<'_>,
    ) -> EventKey {
        self.unkeyed.remove(slots, slot);
        let key = EventKey::Group { number: self.group(KeyRef::of(rule, ids)), late: true };
        self.enter(slots, slot, key);
        key
    }

    /// The group of a key.
    fn group(&mut self, key: KeyRef<'_>) -> u32 {
        let is_recent = |recent: &u32| self.groups.at(*recent).is_some_and(|group| group.is(key));
        match self.recent.filter(is_recent) {
            Some(recent) => recent,
            None => self.find_or_add(key),
        }
    }

    fn find_or_add(&mut self, key: KeyRef<'_>) -> u32 {
        let hash = key.hash(&self.hasher);
        let is_it = |number: &u32| self.groups.at(*number).is_some_and(|group| group.is(key));
        let found = self.table.find(hash, is_it).copied();
        let number = found.unwrap_or_else(|| {
            let number = self.groups.insert(Group::new(key, hash)).index();
            let Self { groups, table, .. } = self;
            let hash_of = |number: &u32| groups.at(*number).map_or(0, |group| group.hash);
            table.insert_unique(hash, number, hash_of);
            number
        });
        if let Some(before) = self.recent.replace(number) {
            self.remove_empty(before);
        }
        number
    }

    /// An event leaves.
    pub(crate) fn leave<P>(&mut self, slots: &mut Slots<P>, slot: u32, key: EventKey) {
        match key {
            EventKey::Unkeyed => self.unkeyed.remove(slots, slot),
            EventKey::Group { number, late } => {
                if let Some(group) = self.groups.at_mut(number) {
                    group.list(late).remove(slots, slot);
                }
                self.remove_empty(number);
            }
            EventKey::None | EventKey::Droppable => {}
        }
    }

    fn remove_empty(&mut self, number: u32) {
        if self.recent == Some(number) {
            return;
        }
        let Some(group) = self.groups.at(number).filter(|group| group.is_empty()) else { return };
        let hash = group.hash;
        if let Ok(entry) = self.table.find_entry(hash, |other| *other == number) {
            entry.remove();
        }
        self.groups.remove_at(number);
    }

    fn find(&self, key: KeyRef<'_>) -> Option<&Group> {
        let is_it = |number: &u32| self.groups.at(*number).is_some_and(|group| group.is(key));
        if let Some(recent) = self.recent.filter(is_it) {
            return self.groups.at(recent);
        }
        let number = self.table.find(key.hash(&self.hasher), is_it)?;
        self.groups.at(*number)
    }

    /// The last event that a text can be joined to: of its stream, and not before an end of that.
    pub(crate) fn last_to_join<P>(
        &self,
        slots: &Slots<P>,
        rule: &'static DeliveryRule,
        ids: Ids<'_>,
    ) -> Option<u32> {
        let last = |key| self.find(key).and_then(|group| group.last(slots));
        let (stamp, slot) = last(KeyRef::stream(rule, ids))?;
        let is_later = |end: Option<(u64, u32)>| end.is_some_and(|(other, _)| other > stamp);
        let is_ended = is_later(last(KeyRef::end_of_item(ids))) || is_later(last(KeyRef::end_of_thread(ids)));
        (!is_ended).then_some(slot)
    }

    /// The last event that a state replaces.
    pub(crate) fn last_to_replace<P>(
        &self,
        slots: &Slots<P>,
        rule: &'static DeliveryRule,
        ids: Ids<'_>,
    ) -> Option<u32> {
        self.find(KeyRef::stream(rule, ids))?.last(slots).map(|(_, slot)| slot)
    }
}
