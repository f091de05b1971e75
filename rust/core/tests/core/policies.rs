//! Each policy, at every capacity: generated conversations with one stream against the naive queue.

use appserver_core::{
    Core, CoreError, DropPolicy, Lifecycle, QueueLimits, QueueStats, Sent, Taken, TicketId,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{
    BYTE_BOUNDS, CAPACITIES, Effects, Fate, Numbers, QueueModel, Sample, Spec, Transcript, cases, open_core,
    spec,
};

#[derive(Clone, Debug)]
enum Step {
    Send(Spec),
    TrySend(Spec),
    Take,
    Withdraw(prop::sample::Index),
    Ask,
    Forget(prop::sample::Index),
    Arm,
    Disarm(prop::sample::Index),
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
        6 => Just(Step::Arm),
        2 => any::<prop::sample::Index>().prop_map(Step::Disarm),
        1 => Just(Step::Shutdown),
        1 => Just(Step::Close),
    ]
}

/// Enough steps to reach the bound and stay there.
fn steps(capacity: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..(capacity * 4).max(80))
}

/// The core and the model side by side.
struct Pair {
    core: Core<Numbers>,
    model: QueueModel,
    transcript: Transcript,
    limits: QueueLimits,
    numbers: u64,
    /// Producers that hold a ticket, in the order of parking, and what they sent.
    tickets: Vec<(TicketId, Sample)>,
    questions: Vec<i64>,
    /// Armed bells, and the numbers that take them back.
    bells: Vec<(u64, u64)>,
    shut_down: bool,
}

impl Pair {
    fn new(limits: QueueLimits) -> Self {
        Self {
            core: open_core(limits),
            model: QueueModel::new(limits),
            transcript: Transcript::default(),
            limits,
            numbers: 0,
            tickets: Vec::new(),
            questions: Vec::new(),
            bells: Vec::new(),
            shut_down: false,
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
            Step::Withdraw(index) if !self.tickets.is_empty() => {
                self.withdraw(index.index(self.tickets.len()), &mut effects);
            }
            Step::Ask => self.ask(&mut effects),
            Step::Forget(index) if !self.questions.is_empty() => {
                let id = self.questions.swap_remove(index.index(self.questions.len()));
                self.core.close_server_request(id, &mut effects);
                self.model.forget(id);
            }
            Step::Arm => self.arm(),
            Step::Disarm(index) if !self.bells.is_empty() => {
                let (bell, number) = self.bells.swap_remove(index.index(self.bells.len()));
                assert_eq!(self.core.disarm(self.core.primary(), number), Some(bell));
                assert_eq!(self.core.disarm(self.core.primary(), number), None, "a bell is taken back once");
            }
            Step::Shutdown => {
                if !std::mem::replace(&mut self.shut_down, true) {
                    for id in self.questions.drain(..) {
                        self.model.forget(id);
                    }
                    self.model.release();
                }
                self.core.begin_shutdown(&mut effects);
            }
            Step::Close => {
                self.core.close(&mut effects);
                self.model.close();
            }
            Step::Withdraw(_) | Step::Forget(_) | Step::Disarm(_) => {}
        }
        self.check_bells(&effects);
        self.check_queue();
    }

    fn send(&mut self, spec: &Spec, may_park: bool, effects: &mut Effects) {
        let sample = Sample::new(self.number(), spec);
        let sent = self.core.send(&sample.notification(), sample.number, may_park, effects);
        if self.core.lifecycle() == Lifecycle::Closed {
            assert_eq!(sent, Err(CoreError::Closed));
            return;
        }
        if self.model.overflowed() {
            assert!(matches!(sent, Ok(Sent::Delivered | Sent::DeliveredYield)), "nobody listens: {sent:?}");
            return;
        }
        let closing = self.core.lifecycle() == Lifecycle::Closing;
        if self.model.would_wait(&sample) && (closing || !may_park) {
            assert_eq!(sent, Ok(if closing { Sent::Missed } else { Sent::Refused }));
            if closing {
                self.model.skip();
            }
            return;
        }
        self.transcript.accept(&sample);
        match (self.model.send(sample.number, &sample).0, sent) {
            (Fate::Accepted, Ok(Sent::Delivered)) => {}
            (Fate::Accepted, Ok(Sent::DeliveredYield)) if may_park => {}
            (Fate::Parked, Ok(Sent::Parked(ticket))) => self.tickets.push((ticket, sample)),
            (fate, sent) => panic!("{sample:?} is {fate:?} in the model and {sent:?} in the core"),
        }
    }

    fn take(&mut self, effects: &mut Effects) -> bool {
        let taken = self.core.take(self.core.primary(), effects);
        let (expected, _) = self.model.take();
        assert_eq!(taken, expected);
        let more = !matches!(taken, Taken::Empty | Taken::End);
        self.transcript.receive(taken);
        more
    }

    fn withdraw(&mut self, position: usize, effects: &mut Effects) {
        let (ticket, sample) = self.tickets.remove(position);
        let delivered = self.core.is_delivered(ticket);
        let stopped = self.core.lifecycle() != Lifecycle::Running;
        let (taken_back, _) = self.core.withdraw(ticket, effects);
        self.model.withdraw(sample.number, false);
        if !delivered {
            self.transcript.retract(sample.number);
            assert!(taken_back || stopped, "an event that was not delivered is taken back");
        }
        assert!(!(taken_back && delivered), "what was delivered cannot be taken back");
        assert_eq!(self.core.withdraw(ticket, effects), (false, None), "a ticket is given back once");
    }

    fn ask(&mut self, effects: &mut Effects) {
        let id = self.core.next_server_request_id();
        let payload = self.number();
        let running = self.core.lifecycle() == Lifecycle::Running;
        let expected = running && self.model.ask(id, payload);
        let asked = self.core.open_server_request(id, payload, payload, None, effects);
        assert_eq!(asked.is_ok(), expected, "{asked:?}");
        if expected {
            self.questions.push(id);
        }
    }

    fn arm(&mut self) {
        let bell = self.number();
        match self.core.arm(self.core.primary(), bell) {
            Ok(number) => {
                assert!(!self.model.readable(), "a bell is armed only when there is nothing to take");
                self.bells.push((bell, number));
            }
            Err(back) => {
                assert!(self.model.readable(), "a bell comes back only when there is something to take");
                assert_eq!(back, bell);
            }
        }
    }

    /// Bells ring when there is something to take, all of them, and each once.
    fn check_bells(&mut self, effects: &Effects) {
        let armed: Vec<u64> = self.bells.iter().map(|(bell, _)| *bell).collect();
        let mut rung = effects.ring.clone();
        rung.sort_unstable();
        if self.model.readable() {
            let mut expected = armed;
            expected.sort_unstable();
            assert_eq!(rung, expected);
            self.bells.clear();
        } else {
            assert_eq!(rung, [0; 0]);
        }
    }

    fn check_queue(&self) {
        let stats = self.core.stats().events;
        let expected = self.model.stats();
        assert_eq!(
            QueueStats { peak_queued: 0, peak_queued_bytes: 0, ..stats },
            QueueStats { peak_queued: 0, peak_queued_bytes: 0, ..expected },
        );
        let QueueStats { emitted, received, dropped, merged, replaced, queued, .. } = stats;
        assert_eq!(emitted, received + dropped + merged + replaced + queued as u64);
        assert!(stats.peak_queued <= self.limits.capacity.max(1));
        assert!(
            stats.queued <= 1 || stats.queued_bytes <= self.limits.max_bytes,
            "{} bytes in {} events",
            stats.queued_bytes,
            stats.queued
        );
    }

    /// Read what is left, then compare what was said with what was read.
    fn finish(mut self) {
        let mut effects = Effects::default();
        while self.take(&mut effects) {}
        let stopped = self.core.lifecycle() != Lifecycle::Running;
        for (ticket, sample) in std::mem::take(&mut self.tickets) {
            let delivered = self.core.is_delivered(ticket);
            assert!(delivered || stopped, "a reader that reads everything leaves nobody waiting");
            if !delivered {
                self.transcript.retract(sample.number);
            }
            self.core.withdraw(ticket, &mut effects);
        }
        let stats = self.core.stats();
        assert_eq!((stats.parked, stats.events.queued, stats.events.queued_bytes), (0, 0, 0));
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
            let mut pair = Pair::new(QueueLimits { capacity, max_bytes, policy });
            for step in &steps {
                pair.run(step);
            }
            pair.finish();
            Ok(())
        });
        if let Err(failure) = result {
            panic!("capacity {capacity}: {failure}");
        }
    }
}

#[test]
fn coalesce_follows_the_model() {
    check(DropPolicy::Coalesce);
}

#[test]
fn drop_newest_follows_the_model() {
    check(DropPolicy::DropNewest);
}

#[test]
fn drop_oldest_follows_the_model() {
    check(DropPolicy::DropOldest);
}

#[test]
fn block_follows_the_model() {
    check(DropPolicy::Block);
}

#[test]
fn close_follows_the_model() {
    check(DropPolicy::Close);
}
