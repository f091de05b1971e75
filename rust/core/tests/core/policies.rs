//! Each policy, at every capacity: what holds of every generated conversation with one stream. That the queue does exactly
//! what the delivery page says is tested against the one oracle of the queue, in Python.

use appserver_core::{
    CoreError, DropPolicy, Lifecycle, Outcome, ParkedId, QueueLimits, Sent, Server, ServerRequest, StreamId,
    StreamStats, Taken,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{
    BYTE_BOUNDS, CAPACITIES, Effects, Numbers, Sample, Spec, Transcript, cases, open, send, spec,
};

#[derive(Clone, Debug)]
enum Step {
    Send(Spec),
    TrySend(Spec),
    Take,
    Withdraw(prop::sample::Index),
    Ask,
    Forget(prop::sample::Index),
    Register,
    Deregister(prop::sample::Index),
    Shutdown,
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        60 => spec().prop_map(Step::Send),
        10 => spec().prop_map(Step::TrySend),
        30 => Just(Step::Take),
        8 => any::<prop::sample::Index>().prop_map(Step::Withdraw),
        4 => Just(Step::Ask),
        2 => any::<prop::sample::Index>().prop_map(Step::Forget),
        6 => Just(Step::Register),
        2 => any::<prop::sample::Index>().prop_map(Step::Deregister),
        1 => Just(Step::Shutdown),
        1 => Just(Step::Close),
    ]
}

/// Enough steps to reach the bound and stay there.
fn steps(capacity: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..(capacity * 4).max(80))
}

/// One conversation.
struct World {
    server: Server<Numbers>,
    primary: StreamId,
    transcript: Transcript,
    limits: QueueLimits,
    numbers: u64,
    /// Producers that wait, in the order of parking, and what they sent.
    parked: Vec<(ParkedId, Sample)>,
    questions: Vec<i64>,
    /// Registered wakers, and the numbers that take them back.
    wakers: Vec<(u64, u64)>,
}

impl World {
    fn new(limits: QueueLimits) -> Self {
        let (server, _, primary) = open(limits);
        Self {
            server,
            primary,
            transcript: Transcript::default(),
            limits,
            numbers: 0,
            parked: Vec::new(),
            questions: Vec::new(),
            wakers: Vec::new(),
        }
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn run(&mut self, step: &Step) {
        let mut effects = Effects::default();
        match step {
            Step::Send(spec) => self.send(spec, true, &mut effects),
            Step::TrySend(spec) => self.send(spec, false, &mut effects),
            Step::Take => {
                self.take(&mut effects);
            }
            Step::Withdraw(index) if !self.parked.is_empty() => {
                self.withdraw(index.index(self.parked.len()), &mut effects);
            }
            Step::Ask => self.ask(&mut effects),
            Step::Forget(index) if !self.questions.is_empty() => {
                let id = self.questions.swap_remove(index.index(self.questions.len()));
                self.server.close_server_request(id, &mut effects);
            }
            Step::Register => self.register(),
            Step::Deregister(index) if !self.wakers.is_empty() => {
                let (waker, number) = self.wakers.swap_remove(index.index(self.wakers.len()));
                assert_eq!(self.server.deregister(self.primary, number), Some(waker));
                assert_eq!(self.server.deregister(self.primary, number), None, "a waker is taken back once");
            }
            Step::Shutdown => {
                self.questions.clear();
                self.server.begin_shutdown(&mut effects);
            }
            Step::Close => {
                self.server.close(&mut effects);
            }
            Step::Withdraw(_) | Step::Forget(_) | Step::Deregister(_) => {}
        }
        self.check_wakers(&effects);
        self.check_queue();
    }

    fn stats(&self) -> StreamStats {
        self.server.stream_stats(self.primary).expect("the stream is there")
    }

    fn send(&mut self, spec: &Spec, may_park: bool, effects: &mut Effects) {
        let sample = Sample::new(self.number(), spec);
        let before = self.stats();
        let sent = send(&mut self.server, &sample, None, may_park, effects);
        let after = self.stats();
        let (emitted, dropped) = (after.emitted - before.emitted, after.dropped - before.dropped);
        match (self.server.lifecycle(), sent) {
            (Lifecycle::Closed, Err(CoreError::Closed)) => assert_eq!(after, before),
            (Lifecycle::Closing, Ok(Sent::Missed)) => assert_eq!((emitted, dropped), (1, 1)),
            (Lifecycle::Running, Ok(Sent::Refused)) if !may_park => assert_eq!(after, before),
            (Lifecycle::Running, Ok(Sent::Parked(id))) if may_park => {
                assert_eq!(after, StreamStats { parked: before.parked + 1, ..before });
                self.transcript.accept(&sample);
                self.parked.push((id, sample));
            }
            (Lifecycle::Running | Lifecycle::Closing, Ok(Sent::Delivered | Sent::DeliveredYield)) => {
                // More than one event is counted where a smaller state has let parked ones in.
                let nobody_listens = self.limits.policy == DropPolicy::Close && emitted == 0;
                assert!(emitted >= 1 || nobody_listens, "{before:?} {after:?}");
                self.transcript.accept(&sample);
            }
            (lifecycle, sent) => panic!("{sent:?} while {lifecycle:?}"),
        }
    }

    fn take(&mut self, effects: &mut Effects) -> bool {
        let readable = self.is_readable();
        let taken = self.server.take(self.primary, effects);
        assert_eq!(
            readable,
            taken != Taken::Empty,
            "wakers are called for what can be taken, and for nothing else"
        );
        let more = !matches!(taken, Taken::Empty | Taken::End);
        self.transcript.receive(taken);
        more
    }

    fn withdraw(&mut self, position: usize, effects: &mut Effects) {
        let (id, sample) = self.parked.remove(position);
        let before = self.server.outcome(id);
        let (outcome, _) = self.server.withdraw(id, effects);
        assert_eq!(outcome, before.unwrap_or(Outcome::NotDelivered), "the first outcome stays");
        if outcome != Outcome::Delivered {
            self.transcript.retract(sample.number);
        }
        assert_eq!(self.server.withdraw(id, effects), (outcome, None), "later calls return the same");
        assert_eq!(self.server.forget_parked(id, effects), None);
        assert_eq!(self.server.outcome(id), None, "its id finds nothing any more");
    }

    fn questions_unread(&self) -> u64 {
        self.server.stats().sums.own.server_requests_unread
    }

    /// Whether the stream was closed because an event had no room.
    fn overflowed(&self) -> bool {
        self.limits.policy == DropPolicy::Close && self.stats().dropped > 0
    }

    /// Whether something can be taken, as a reader finds out.
    fn is_readable(&mut self) -> bool {
        match self.server.register(self.primary, 0) {
            Ok(number) => {
                assert_eq!(self.server.deregister(self.primary, number), Some(0));
                false
            }
            Err(waker) => {
                assert_eq!(waker, 0);
                true
            }
        }
    }

    fn ask(&mut self, effects: &mut Effects) {
        let id = self.server.next_server_request_id();
        let payload = self.number();
        let running = self.server.lifecycle() == Lifecycle::Running;
        let has_room = self.questions_unread() < self.limits.capacity.max(1) as u64;
        let expected = running && has_room && !self.overflowed();
        let request =
            ServerRequest { id, method: "ask", payload, stable: None, waiter: payload, thread: None };
        let asked = self.server.open_server_request(request, effects);
        assert_eq!(asked.is_ok(), expected, "{asked:?}");
        if expected {
            self.questions.push(id);
        }
    }

    fn register(&mut self) {
        let waker = self.number();
        if let Ok(number) = self.server.register(self.primary, waker) {
            self.wakers.push((waker, number));
        }
    }

    /// Wakers are called when there is something to take, all of them, and each once.
    fn check_wakers(&mut self, effects: &Effects) {
        let registered: Vec<u64> = self.wakers.iter().map(|(waker, _)| *waker).collect();
        let mut woken = effects.wake.clone();
        woken.sort_unstable();
        if self.is_readable() {
            let mut expected = registered;
            expected.sort_unstable();
            assert_eq!(woken, expected);
            self.wakers.clear();
        } else {
            assert_eq!(woken, [0; 0]);
        }
    }

    fn check_queue(&self) {
        let stats = self.stats();
        let StreamStats { emitted, received, dropped, merged, replaced, queued, .. } = stats;
        assert_eq!(emitted, received + dropped + merged + replaced + queued);
        assert!(stats.peak_queued <= self.limits.capacity.max(1) as u64);
        assert!(
            stats.queued <= 1 || stats.queued_bytes <= self.limits.max_bytes as u64,
            "{} bytes in {} events",
            stats.queued_bytes,
            stats.queued
        );
        let waits = |(id, _): &&(ParkedId, Sample)| self.server.outcome(*id).is_none();
        assert_eq!(stats.parked, self.parked.iter().filter(waits).count() as u64);
        if let Some((_, oldest)) = self.parked.iter().find(waits) {
            let bytes = stats.queued_bytes + oldest.bytes as u64;
            let is_full = queued >= self.limits.capacity as u64 || bytes > self.limits.max_bytes as u64;
            assert!(queued > 0 && is_full, "nobody waits where there is room");
        }
        let policy = self.limits.policy;
        assert!(stats.parked == 0 || policy != DropPolicy::Close, "{policy:?} lets nobody wait");
        assert!(merged == 0 && replaced == 0 || policy == DropPolicy::Coalesce);
        assert!(policy != DropPolicy::Block || dropped == 0 || self.server.lifecycle() != Lifecycle::Running);
    }

    /// Read what is left, then compare what was said with what was read.
    fn finish(mut self) {
        let mut effects = Effects::default();
        while self.take(&mut effects) {}
        let stopped = self.server.lifecycle() != Lifecycle::Running;
        for (id, sample) in std::mem::take(&mut self.parked) {
            let delivered = self.server.outcome(id) == Some(Outcome::Delivered);
            assert!(delivered || stopped, "a reader that reads everything leaves nobody waiting");
            if !delivered {
                self.transcript.retract(sample.number);
            }
            self.server.withdraw(id, &mut effects);
        }
        let stats = self.server.stats().sums;
        assert_eq!((stats.own.parked, stats.events.queued, stats.events.queued_bytes), (0, 0, 0));
        assert_eq!(self.transcript.lagged, stats.events.dropped, "every gap is reported, exactly");
        self.transcript.check_order();
        if self.limits.policy != DropPolicy::Close {
            self.transcript.check_terminal();
        }
        if matches!(self.limits.policy, DropPolicy::Coalesce | DropPolicy::Block) {
            self.transcript.check_text();
            self.transcript.check_latest();
        }
    }
}

fn check(policy: DropPolicy) {
    for capacity in CAPACITIES {
        let mut runner = TestRunner::new(cases(if capacity > 100 { 60 } else { 250 }));
        let conversation = (prop::sample::select(&BYTE_BOUNDS[..]), steps(capacity));
        let result = runner.run(&conversation, |(max_bytes, steps)| {
            let mut world = World::new(QueueLimits { capacity, max_bytes, policy });
            for step in &steps {
                world.run(step);
            }
            world.finish();
            Ok(())
        });
        if let Err(failure) = result {
            panic!("capacity {capacity}: {failure}");
        }
    }
}

#[test]
fn coalesce_keeps_its_promises() {
    check(DropPolicy::Coalesce);
}

#[test]
fn drop_newest_keeps_its_promises() {
    check(DropPolicy::DropNewest);
}

#[test]
fn drop_oldest_keeps_its_promises() {
    check(DropPolicy::DropOldest);
}

#[test]
fn block_keeps_its_promises() {
    check(DropPolicy::Block);
}

#[test]
fn close_keeps_its_promises() {
    check(DropPolicy::Close);
}
