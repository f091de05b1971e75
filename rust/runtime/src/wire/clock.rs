//! The two limits in time of an open WebSocket: on taking what is written, and on silence.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

use super::{
    arrival::Ending,
    limits::Limits,
    shared::{Order, code},
};

/// What is due.
#[derive(Debug)]
pub(super) enum Due {
    /// The peer has been silent: ask it whether it is there.
    Ping,
    /// The peer has had its time.
    End(Order),
}

#[derive(Debug)]
pub(super) struct Clock {
    stall: Option<Duration>,
    ping: Option<Duration>,
    /// Since when the peer takes nothing of what is to be written.
    blocked_since: Option<Instant>,
    /// How many bytes were heard, and when that was last seen to have changed.
    heard: u64,
    silent_since: Instant,
    is_asked: bool,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Clock {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            stall: limits.stall,
            ping: limits.ping,
            blocked_since: None,
            heard: 0,
            silent_since: Instant::now(),
            is_asked: false,
            sleep: None,
        }
    }

    /// The peer has taken something.
    pub(super) fn progress(&mut self) {
        self.blocked_since = None;
    }

    fn stall_deadline(&self) -> Option<Instant> {
        self.blocked_since?.checked_add(self.stall?)
    }

    fn deadline(&self) -> Option<Instant> {
        let ping = self.ping.and_then(|ping| self.silent_since.checked_add(ping));
        self.stall_deadline().into_iter().chain(ping).min()
    }

    /// What is due now. `heard`: how many bytes were ever heard; while nothing is read, silence says nothing.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        is_blocked: bool,
        heard: u64,
        may_read: bool,
    ) -> Poll<Due> {
        if !is_blocked {
            self.blocked_since = None;
        } else if self.blocked_since.is_none() {
            self.blocked_since = Some(Instant::now());
        }
        if heard != self.heard || !may_read {
            self.heard = heard;
            self.silent_since = Instant::now();
            self.is_asked = false;
        }
        loop {
            let Some(deadline) = self.deadline() else { return Poll::Pending };
            let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
            // It is left where it is while it is early: to look in vain costs less than to move it for every message.
            if deadline < sleep.deadline() || sleep.is_elapsed() {
                sleep.as_mut().reset(deadline);
            }
            if sleep.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            let now = Instant::now();
            if self.stall_deadline().is_some_and(|deadline| deadline <= now) {
                let reason = format!("stalled: it took no byte for {:?}", self.stall.unwrap_or_default());
                return Poll::Ready(Due::End(Order::new(code::POLICY, Ending::Stalled, reason)));
            }
            if let Some(ping) = self.ping
                && self.silent_since + ping <= now
            {
                self.silent_since = now;
                if std::mem::replace(&mut self.is_asked, true) {
                    let reason = format!("stalled: it did not answer a ping for {ping:?}");
                    return Poll::Ready(Due::End(Order::new(code::POLICY, Ending::Stalled, reason)));
                }
                return Poll::Ready(Due::Ping);
            }
        }
    }
}
