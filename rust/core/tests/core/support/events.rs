//! Generated notifications.

use std::{cell::RefCell, collections::HashMap};

use appserver_core::{DeliveryClass, Ids, MethodInfo, Notification, OwnedIds};
use proptest::prelude::*;

thread_local! {
    /// The ids of the samples that were sent without their ids, by number.
    static LEFT_OUT: RefCell<HashMap<u64, OwnedIds>> = RefCell::default();
}

/// The ids that were left out of a sample.
pub(crate) fn left_out(number: u64) -> OwnedIds {
    LEFT_OUT.with_borrow(|ids| ids.get(&number).cloned().expect("it was sent without its ids"))
}

/// Every class, every way of closing streams, and a class twice where rows differ in what they key on.
const METHODS: [&str; 14] = [
    "turn/started",
    "turn/completed",
    "item/started",
    "item/completed",
    "error",
    "thread/archived",
    "item/agentMessage/delta",
    "item/agentMessage/delta",
    "item/reasoning/textDelta",
    "thread/status/changed",
    "account/rateLimits/updated",
    "turn/diff/updated",
    "item/fileChange/patchUpdated",
    "warning",
];

/// What a generated notification is before it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    method: &'static str,
    thread: u8,
    item: u8,
    index: i64,
    with_text: bool,
    padding: usize,
    leaves_ids_out: bool,
}

/// Any notification of two threads with two items of two streams each.
pub(crate) fn spec() -> impl Strategy<Value = Spec> {
    let ids = (0..2u8, 0..2u8, 0..2i64, prop::bool::ANY);
    (prop::sample::select(&METHODS[..]), ids, prop::bool::weighted(0.9), 0..30usize).prop_map(
        |(method, (thread, item, index, leaves_ids_out), with_text, padding)| Spec {
            method,
            thread,
            item,
            index,
            with_text,
            padding,
            leaves_ids_out,
        },
    )
}

/// A notification that was sent, with its place in the order of sending.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) number: u64,
    pub(crate) info: MethodInfo,
    pub(crate) thread: String,
    pub(crate) item: String,
    pub(crate) index: i64,
    pub(crate) text: String,
    pub(crate) bytes: usize,
    leaves_ids_out: bool,
}

impl Sample {
    pub(crate) fn new(number: u64, spec: &Spec) -> Self {
        let info = MethodInfo::new(spec.method, false);
        let mergeable = info.rule.class == DeliveryClass::Mergeable;
        let text = if mergeable && spec.with_text { format!("<{number}>") } else { String::new() };
        Self {
            number,
            thread: if spec.method.starts_with("account/") {
                String::new()
            } else {
                format!("thread-{}", spec.thread)
            },
            item: if info.rule.item.is_some() { format!("item-{}", spec.item) } else { String::new() },
            index: if info.rule.index.is_some() { spec.index } else { 0 },
            bytes: text.len() + spec.padding,
            text,
            info,
            leaves_ids_out: spec.leaves_ids_out,
        }
    }

    /// An event of a thread, of so many bytes.
    pub(crate) fn plain(number: u64, method: &'static str, thread: u8, bytes: usize) -> Self {
        let spec = Spec {
            method,
            thread,
            item: 0,
            index: 0,
            with_text: false,
            padding: bytes,
            leaves_ids_out: number.is_multiple_of(2),
        };
        Self::new(number, &spec)
    }

    pub(crate) fn ids(&self) -> Ids<'_> {
        Ids { thread: &self.thread, item: &self.item, index: self.index }
    }

    pub(crate) fn notification(&self) -> Notification<'_> {
        LEFT_OUT.with_borrow_mut(|left_out| {
            if self.leaves_ids_out {
                let ids =
                    OwnedIds { thread: self.thread.clone(), item: self.item.clone(), index: self.index };
                left_out.insert(self.number, ids);
            } else {
                left_out.remove(&self.number);
            }
        });
        Notification {
            info: &self.info,
            ids: (!self.leaves_ids_out).then(|| self.ids()),
            text: &self.text,
            bytes: self.bytes,
        }
    }

    pub(crate) fn class(&self) -> DeliveryClass {
        self.info.rule.class
    }

    /// What the delivery page calls "the same stream" and "the same key".
    pub(crate) fn stream(&self) -> (&str, &str, &str, i64) {
        (&self.info.method, &self.thread, &self.item, self.index)
    }

    /// Whether this event ends the text streams that `other` belongs to.
    pub(crate) fn ends_streams_of(&self, other: &Sample) -> bool {
        let same_thread = self.thread == other.thread;
        match &*self.info.method {
            "turn/started" | "turn/completed" => same_thread,
            "item/started" | "item/completed" => same_thread && self.item == other.item,
            _ => false,
        }
    }
}
