//! Who gets an event: an index from thread and method to subscribers.
//!
//! The cost of a look-up is four hash look-ups at the most, plus the subscribers that match; those that do not match
//! cost nothing.

use std::collections::HashMap;

/// A subscriber's number, for as long as it exists.
pub type SubscriberId = usize;

/// What a subscriber wants; None means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only events of this thread.
    pub thread: Option<String>,
    /// Only events of these methods.
    pub methods: Option<Vec<String>>,
}

/// Subscribers by method, and those that want every method.
#[derive(Debug, Default)]
struct ByMethod {
    every: Vec<SubscriberId>,
    some: HashMap<String, Vec<SubscriberId>>,
}

impl ByMethod {
    fn is_empty(&self) -> bool {
        self.every.is_empty() && self.some.is_empty()
    }

    fn insert(&mut self, methods: Option<&[String]>, id: SubscriberId) {
        match methods {
            None => self.every.push(id),
            Some(methods) => {
                for method in methods {
                    let subscribers = self.some.entry(method.clone()).or_default();
                    // A method named twice in one filter is still one delivery.
                    if !subscribers.contains(&id) {
                        subscribers.push(id);
                    }
                }
            }
        }
    }

    fn remove(&mut self, methods: Option<&[String]>, id: SubscriberId) {
        match methods {
            None => self.every.retain(|other| *other != id),
            Some(methods) => {
                for method in methods {
                    if let Some(subscribers) = self.some.get_mut(method) {
                        subscribers.retain(|other| *other != id);
                        if subscribers.is_empty() {
                            self.some.remove(method);
                        }
                    }
                }
            }
        }
    }

    fn matching(&self, method: &str, mut see: impl FnMut(SubscriberId)) {
        self.every.iter().copied().for_each(&mut see);
        if !self.some.is_empty()
            && let Some(subscribers) = self.some.get(method)
        {
            subscribers.iter().copied().for_each(see);
        }
    }
}

/// The index.
#[derive(Debug, Default)]
pub(crate) struct SubscriberIndex {
    every_thread: ByMethod,
    by_thread: HashMap<String, ByMethod>,
}

impl SubscriberIndex {
    pub(crate) fn insert(&mut self, filter: &Filter, id: SubscriberId) {
        let by_method = match &filter.thread {
            None => &mut self.every_thread,
            Some(thread) => self.by_thread.entry(thread.clone()).or_default(),
        };
        by_method.insert(filter.methods.as_deref(), id);
    }

    pub(crate) fn remove(&mut self, filter: &Filter, id: SubscriberId) {
        match &filter.thread {
            None => self.every_thread.remove(filter.methods.as_deref(), id),
            Some(thread) => {
                if let Some(by_method) = self.by_thread.get_mut(thread) {
                    by_method.remove(filter.methods.as_deref(), id);
                    if by_method.is_empty() {
                        self.by_thread.remove(thread);
                    }
                }
            }
        }
    }

    /// Whether the thread of an event matters to anybody.
    pub(crate) fn filters_by_thread(&self) -> bool {
        !self.by_thread.is_empty()
    }

    /// Show `see` every subscriber that wants an event, each once.
    pub(crate) fn matching(&self, thread: &str, method: &str, mut see: impl FnMut(SubscriberId)) {
        self.every_thread.matching(method, &mut see);
        if !self.by_thread.is_empty()
            && !thread.is_empty()
            && let Some(by_method) = self.by_thread.get(thread)
        {
            by_method.matching(method, see);
        }
    }
}
