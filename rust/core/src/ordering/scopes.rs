//! Scopes: requests of one scope run in the order of their arrival, shared ones beside each other.

use std::collections::HashMap;

use super::{Line, Waiting};
use crate::arena::{Arena, Key};

#[derive(Debug)]
struct Scope {
    name: Box<str>,
    /// How many shared requests are in it.
    shared: usize,
    /// Whether an exclusive one is.
    exclusive: bool,
    line: Line,
}

impl Scope {
    fn admits(&self, shared: bool) -> bool {
        !self.exclusive && (shared || self.shared == 0)
    }
}

/// The scopes in use: those that a request is in, or waits for.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    by_name: HashMap<Box<str>, Key>,
    scopes: Arena<Scope, 0>,
}

impl Scopes {
    pub(super) fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Whether a request that arrives now need not wait.
    pub(super) fn is_free(&self, name: &str, shared: bool) -> bool {
        if self.scopes.is_empty() {
            return true;
        }
        let scope = self.by_name.get(name).and_then(|key| self.scopes.get(*key));
        scope.is_none_or(|scope| scope.line.is_empty() && scope.admits(shared))
    }

    /// The scope of this name, from now on in use.
    pub(super) fn open(&mut self, name: &str) -> Key {
        if let Some(key) = self.by_name.get(name) {
            return *key;
        }
        let name: Box<str> = Box::from(name);
        let scope = Scope { name: name.clone(), shared: 0, exclusive: false, line: Line::default() };
        let key = self.scopes.insert(scope);
        self.by_name.insert(name, key);
        key
    }

    /// A request is in the scope from now on.
    pub(super) fn enter(&mut self, scope: Key, shared: bool) {
        if let Some(scope) = self.scopes.get_mut(scope) {
            if shared {
                scope.shared += 1;
            } else {
                scope.exclusive = true;
            }
        }
    }

    /// A request of the scope of this name is over. The scope, if there is one.
    pub(super) fn leave(&mut self, name: &str, shared: bool) -> Option<Key> {
        let key = *self.by_name.get(name)?;
        self.exit(key, shared)
    }

    /// A request that was in the scope is over.
    pub(super) fn exit(&mut self, key: Key, shared: bool) -> Option<Key> {
        let scope = self.scopes.get_mut(key)?;
        if shared {
            scope.shared = scope.shared.saturating_sub(1);
        } else {
            scope.exclusive = false;
        }
        Some(key)
    }

    /// A request waits for the scope.
    pub(super) fn push<J>(&mut self, scope: Key, index: u32, waiting: &mut Arena<Waiting<J>, 2>) {
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope.line.push_back(waiting, index);
        }
    }

    /// A request waits for the scope no more.
    pub(super) fn remove<J>(&mut self, scope: Key, index: u32, waiting: &mut Arena<Waiting<J>, 2>) {
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope.line.remove(waiting, index);
        }
    }

    /// The first in line, if it may enter.
    pub(super) fn next<J>(&self, scope: Key, waiting: &Arena<Waiting<J>, 2>) -> Option<u32> {
        let scope = self.scopes.get(scope)?;
        let front = scope.line.front()?;
        scope.admits(waiting.at(front)?.shared).then_some(front)
    }

    /// Forget a scope that nothing is in, and nothing waits for.
    pub(super) fn close_unused(&mut self, key: Key) {
        let is_unused = |scope: &Scope| scope.shared == 0 && !scope.exclusive && scope.line.is_empty();
        if self.scopes.get(key).is_some_and(is_unused)
            && let Some(scope) = self.scopes.remove(key)
        {
            self.by_name.remove(&scope.name);
        }
    }

    /// What waited is gone: a job that was in the scope (`was_in`: whether shared), or in its line.
    pub(super) fn forget_waiting(&mut self, key: Key, was_in: Option<bool>) {
        if let Some(scope) = self.scopes.get_mut(key) {
            scope.line = Line::default();
        }
        if let Some(shared) = was_in {
            self.exit(key, shared);
        }
        self.close_unused(key);
    }
}
