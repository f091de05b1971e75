//! Which requests may run now: first the order within their scope, then the permits of handlers.
//!
//! A job that may not run waits in exactly one line: its scope's, or the line for permits of its connection. It stands in
//! a second list as well, of all that waits of its connection, so that a connection ends without a search.

mod permits;
mod scopes;

use crate::arena::{Arena, Key, List};

use permits::Permits;
pub(crate) use permits::{HandlerLimiter, LimiterId};
use scopes::Scopes;

/// Identifies a waiting job.
pub(crate) type WaitingId = Key;

/// What a job needs in order to run.
#[derive(Clone, Copy, Debug)]
pub struct Needs<'a> {
    /// The scope in which requests run in order; None: none.
    pub scope: Option<&'a str>,
    /// Whether it runs beside other shared requests of its scope.
    pub shared: bool,
    /// Whether it takes one of the handlers' permits.
    pub permit: bool,
}

/// The list of all that waits of a connection, beside the line that a job stands in.
const OF_CONNECTION: usize = 1;

#[derive(Debug)]
pub(crate) struct Waiting<J> {
    job: J,
    limiter: LimiterId,
    scope: Option<Key>,
    shared: bool,
    needs_permit: bool,
    has_scope: bool,
}

/// What became of a job.
#[derive(Debug)]
pub(crate) enum Admitted<J> {
    Run(J),
    Waits(WaitingId),
    Full(J),
}

/// The order of requests and the permits of handlers of a whole server.
#[derive(Debug)]
pub(crate) struct Ordering<J> {
    waiting: Arena<Waiting<J>, 2>,
    scopes: Scopes,
    permits: Permits,
}

impl<J> Ordering<J> {
    pub(crate) fn new(max_handlers: usize) -> Self {
        Self { waiting: Arena::default(), scopes: Scopes::default(), permits: Permits::new(max_handlers) }
    }

    // ---- getters

    /// Whether any scope is in use.
    pub(crate) fn is_ordering(&self) -> bool {
        !self.scopes.is_empty()
    }

    pub(crate) fn limiter(&self, limiter: LimiterId) -> Option<&HandlerLimiter> {
        self.permits.get(limiter)
    }

    pub(crate) fn jobs(&self) -> impl Iterator<Item = &J> {
        self.waiting.values().map(|waiting| &waiting.job)
    }

    // ---- connections

    pub(crate) fn add_limiter(&mut self, capacity: usize) -> LimiterId {
        self.permits.add(capacity)
    }

    /// The connection is forgotten; its handlers hold no permits any more.
    pub(crate) fn remove_limiter(&mut self, limiter: LimiterId) {
        self.permits.remove(limiter);
    }

    /// Take out all that waits of a connection; the other connections' jobs that may run now go to `run`.
    pub(crate) fn clear(&mut self, limiter: LimiterId, dropped: &mut Vec<J>, run: &mut Vec<J>) {
        let mut freed = Vec::new();
        while let Some(index) = self.permits.get(limiter).and_then(|limiter| limiter.all.front()) {
            let (job, scope) = self.withdraw(index);
            dropped.extend(job);
            freed.extend(scope);
        }
        self.go_on(&freed, run);
    }

    /// Take out all that waits, in one step; what runs keeps its scopes.
    pub(crate) fn take_waiting(&mut self) -> impl Iterator<Item = J> + use<J> {
        let waiting = self.waiting.take();
        for job in waiting.values() {
            if let Some(scope) = job.scope {
                self.scopes.forget_waiting(scope, job.has_scope.then_some(job.shared));
            }
        }
        self.permits.forget_waiting();
        waiting.into_values().map(|waiting| waiting.job)
    }

    // ---- things that arrive

    /// Decide whether a job may run.
    pub(crate) fn admit(&mut self, job: J, limiter: LimiterId, needs: Needs<'_>) -> Admitted<J> {
        let gets_scope = needs.scope.is_none_or(|scope| self.scopes.is_free(scope, needs.shared));
        let gets_permit = !needs.permit || self.permits.is_free(limiter);
        let must_wait = !(gets_scope && gets_permit);
        if must_wait && !self.permits.may_wait(limiter) {
            return Admitted::Full(job);
        }
        let scope = needs.scope.map(|name| self.scopes.open(name));
        if gets_scope && let Some(scope) = scope {
            self.scopes.enter(scope, needs.shared);
        }
        if !must_wait {
            if needs.permit {
                self.permits.acquire(limiter);
            }
            return Admitted::Run(job);
        }
        let key = self.waiting.insert(Waiting {
            job,
            limiter,
            scope,
            shared: needs.shared,
            needs_permit: needs.permit,
            has_scope: gets_scope,
        });
        self.permits.add_waiting(limiter, key.index(), &mut self.waiting);
        match scope {
            Some(scope) if !gets_scope => self.scopes.push(scope, key.index(), &mut self.waiting),
            _ => self.permits.push(limiter, key.index(), &mut self.waiting),
        }
        Admitted::Waits(key)
    }

    /// A handler that ran is over; the jobs that may run now go to `run`.
    pub(crate) fn finish(&mut self, limiter: LimiterId, held: Needs<'_>, run: &mut Vec<J>) {
        if held.permit {
            self.permits.release(limiter);
        }
        let scope = held.scope.and_then(|name| self.scopes.leave(name, held.shared));
        self.go_on(scope.as_slice(), run);
    }

    /// A handler lends its permit; the jobs that may run now go to `run`.
    pub(crate) fn suspend(&mut self, limiter: LimiterId, run: &mut Vec<J>) {
        self.permits.release(limiter);
        self.go_on(&[], run);
    }

    /// A handler that lent its permit goes on, even if that makes one too many.
    pub(crate) fn resume(&mut self, limiter: LimiterId) {
        self.permits.acquire(limiter);
    }

    /// Take out a waiting job; those that may run because of it go to `run`. None: it does not wait any more.
    pub(crate) fn remove(&mut self, waiting: WaitingId, run: &mut Vec<J>) -> Option<J> {
        self.waiting.get(waiting)?;
        let (job, scope) = self.withdraw(waiting.index());
        self.go_on(scope.as_slice(), run);
        job
    }

    /// Take a job out of where it waits; its scope, if others may go on in it now.
    fn withdraw(&mut self, index: u32) -> (Option<J>, Option<Key>) {
        let Some(waiting) = self.waiting.at(index) else { return (None, None) };
        let (limiter, scope, shared, has_scope) =
            (waiting.limiter, waiting.scope, waiting.shared, waiting.has_scope);
        match scope {
            Some(scope) if !has_scope => self.scopes.remove(scope, index, &mut self.waiting),
            _ => self.permits.pull(limiter, index, &mut self.waiting),
        }
        self.permits.remove_waiting(limiter, index, &mut self.waiting);
        let scope =
            scope.and_then(|scope| if has_scope { self.scopes.exit(scope, shared) } else { Some(scope) });
        (self.waiting.remove_at(index).map(|waiting| waiting.job), scope)
    }

    // ---- what to do next

    /// Let run what may: first in the scopes that something has left, then with permits.
    fn go_on(&mut self, scopes: &[Key], run: &mut Vec<J>) {
        let mut entered = Vec::new();
        for scope in scopes {
            while let Some(index) = self.scopes.next(*scope, &self.waiting) {
                self.scopes.remove(*scope, index, &mut self.waiting);
                let Some(waiting) = self.waiting.at_mut(index) else { break };
                waiting.has_scope = true;
                self.scopes.enter(*scope, waiting.shared);
                entered.push((self.waiting.stamp_at(index), index));
            }
            self.scopes.close_unused(*scope);
        }
        if scopes.len() > 1 {
            entered.sort_unstable(); // the order of arrival holds across scopes as well
        }
        for (_, index) in entered {
            let Some(waiting) = self.waiting.at(index) else { continue };
            let limiter = waiting.limiter;
            if waiting.needs_permit {
                self.permits.push(limiter, index, &mut self.waiting);
            } else {
                self.permits.remove_waiting(limiter, index, &mut self.waiting);
                run.extend(self.waiting.remove_at(index).map(|waiting| waiting.job));
            }
        }
        while let Some((limiter, index)) = self.permits.next() {
            self.permits.acquire(limiter);
            self.permits.pull(limiter, index, &mut self.waiting);
            self.permits.remove_waiting(limiter, index, &mut self.waiting);
            self.permits.end_turn(limiter);
            run.extend(self.waiting.remove_at(index).map(|waiting| waiting.job));
        }
    }
}

/// A line that jobs wait in.
type Line = List<0>;
