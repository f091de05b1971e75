//! Which streams of a connection get an event: an index from thread and method to streams.
//!
//! The cost of a look-up is four hash look-ups at the most, plus the streams that match; those that do not match cost
//! nothing.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::StreamId;

/// What a stream shows; None means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only events of this thread.
    pub thread: Option<String>,
    /// Only events of these methods.
    pub methods: Option<Vec<String>>,
}

/// Streams by method, and those that want every method.
#[derive(Debug, Default)]
struct ByMethod {
    every: IndexSet<StreamId>,
    some: HashMap<String, IndexSet<StreamId>>,
}

impl ByMethod {
    fn insert(&mut self, methods: Option<&[String]>, id: StreamId) {
        match methods {
            None => {
                self.every.insert(id);
            }
            Some(methods) => {
                for method in methods {
                    // A set: a method named twice in one filter is still one delivery.
                    self.some.entry(method.clone()).or_default().insert(id);
                }
            }
        }
    }

    fn remove(&mut self, methods: Option<&[String]>, id: StreamId) {
        match methods {
            None => {
                self.every.swap_remove(&id);
            }
            Some(methods) => {
                for method in methods {
                    if let Some(streams) = self.some.get_mut(method) {
                        streams.swap_remove(&id);
                        if streams.is_empty() {
                            self.some.remove(method);
                        }
                    }
                }
            }
        }
    }

    fn matching(&self, method: &str, mut see: impl FnMut(StreamId)) {
        self.every.iter().copied().for_each(&mut see);
        if !self.some.is_empty()
            && let Some(streams) = self.some.get(method)
        {
            streams.iter().copied().for_each(see);
        }
    }
}

/// The streams that show one thread alone.
#[derive(Debug, Default)]
struct OfThread {
    by_method: ByMethod,
    /// All of them, those that show no method at all included.
    all: IndexSet<StreamId>,
}

/// The index.
#[derive(Debug, Default)]
pub(crate) struct StreamIndex {
    every_thread: ByMethod,
    by_thread: HashMap<String, OfThread>,
}

impl StreamIndex {
    pub(crate) fn insert(&mut self, filter: &Filter, id: StreamId) {
        let by_method = match &filter.thread {
            None => &mut self.every_thread,
            Some(thread) => {
                let of_thread = self.by_thread.entry(thread.clone()).or_default();
                of_thread.all.insert(id);
                &mut of_thread.by_method
            }
        };
        by_method.insert(filter.methods.as_deref(), id);
    }

    pub(crate) fn remove(&mut self, filter: &Filter, id: StreamId) {
        match &filter.thread {
            None => self.every_thread.remove(filter.methods.as_deref(), id),
            Some(thread) => {
                if let Some(of_thread) = self.by_thread.get_mut(thread) {
                    of_thread.by_method.remove(filter.methods.as_deref(), id);
                    of_thread.all.swap_remove(&id);
                    if of_thread.all.is_empty() {
                        self.by_thread.remove(thread);
                    }
                }
            }
        }
    }

    /// The streams that show this thread alone.
    pub(crate) fn of_thread(&self, thread: &str) -> Vec<StreamId> {
        self.by_thread
            .get(thread)
            .map(|of_thread| of_thread.all.iter().copied().collect())
            .unwrap_or_default()
    }

    /// Show `see` every stream that shows an event, each once.
    pub(crate) fn matching(&self, thread: &str, method: &str, mut see: impl FnMut(StreamId)) {
        self.every_thread.matching(method, &mut see);
        if !self.by_thread.is_empty()
            && !thread.is_empty()
            && let Some(of_thread) = self.by_thread.get(thread)
        {
            of_thread.by_method.matching(method, see);
        }
    }
}
