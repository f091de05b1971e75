//! One subscriber's queue, told as naively as the delivery page tells it: one line in the order of emission, in which
//! every gap and every parked event is an entry.

use appserver_core::{CloseReason, DeliveryClass, DropPolicy, QueueLimits, StreamStats, Taken};

use super::Sample;

#[derive(Clone, Debug)]
enum Entry {
    Event { sample: Sample, joined: Option<String>, bytes: usize, parked: Option<u64> },
    Question { id: i64, payload: u64 },
    Gap(u64),
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Accepted,
    Parked,
}

#[derive(Debug)]
enum Verdict {
    Append,
    Join(usize),
    Replace(usize),
    DropNew,
    DropOld,
    Wait,
    Overflow,
}

/// The model.
#[derive(Debug)]
pub(crate) struct QueueModel {
    limits: QueueLimits,
    entries: Vec<Entry>,
    stats: StreamStats,
    reason: Option<CloseReason>,
    closed: bool,
}

impl QueueModel {
    pub(crate) fn new(limits: QueueLimits) -> Self {
        let capacity = limits.capacity.max(1);
        let limits = QueueLimits { capacity, ..limits };
        Self { limits, entries: Vec::new(), stats: StreamStats::default(), reason: None, closed: false }
    }

    /// Closed because its reader could not keep up: it gets nothing new.
    pub(crate) fn overflowed(&self) -> bool {
        self.reason.is_some()
    }

    /// It shows a thread that its connection has left.
    pub(crate) fn unsubscribe(&mut self) {
        self.release();
        if !self.closed && self.reason.is_none() {
            self.reason = Some(CloseReason::Unsubscribed);
        }
    }

    /// Whether a reader that came now would get something.
    pub(crate) fn readable(&self) -> bool {
        !self.entries.is_empty() || self.reason.is_some() || self.closed
    }

    pub(crate) fn stats(&self) -> StreamStats {
        let events = self.entries.iter().filter_map(|entry| match entry {
            Entry::Event { bytes, parked: None, .. } => Some(*bytes),
            _ => None,
        });
        StreamStats {
            queued: events.clone().count() as u64,
            queued_bytes: events.sum::<usize>() as u64,
            parked: self.entries.iter().filter(|entry| is_parked(entry)).count() as u64,
            ..self.stats
        }
    }

    pub(crate) fn would_wait(&self, sample: &Sample) -> bool {
        matches!(self.verdict(sample), Verdict::Wait)
    }

    /// Whether the reader would see the event.
    pub(crate) fn delivers(&self, sample: &Sample) -> bool {
        matches!(
            self.verdict(sample),
            Verdict::Append | Verdict::Join(_) | Verdict::Replace(_) | Verdict::DropOld
        )
    }

    /// An event arrives; `ticket` names its producer if it must wait. Gives the producers whose events moved in.
    pub(crate) fn send(&mut self, ticket: u64, sample: &Sample) -> (Fate, Vec<u64>) {
        let verdict = self.verdict(sample);
        if let Verdict::Wait = verdict {
            self.push(sample, Some(ticket));
            return (Fate::Parked, Vec::new());
        }
        self.stats.emitted += 1;
        match verdict {
            Verdict::Append => self.push(sample, None),
            Verdict::Join(position) => {
                if let Entry::Event { joined, bytes, .. } = &mut self.entries[position] {
                    joined.get_or_insert_default().push_str(&sample.text);
                    *bytes += sample.text.len();
                }
                self.stats.merged += 1;
            }
            Verdict::Replace(position) => {
                self.entries[position] =
                    Entry::Event { sample: sample.clone(), joined: None, bytes: sample.bytes, parked: None };
                self.stats.replaced += 1;
            }
            Verdict::DropOld => {
                while !self.fits(sample.bytes) {
                    let oldest = self.entries.iter().position(|entry| {
                        matches!(entry, Entry::Event { sample, .. } if sample.class() != DeliveryClass::Terminal)
                    });
                    self.entries[oldest.expect("the verdict says that there is one")] = Entry::Gap(1);
                    self.stats.dropped += 1;
                }
                self.push(sample, None);
            }
            Verdict::DropNew | Verdict::Overflow => {
                self.entries.push(Entry::Gap(1));
                self.stats.dropped += 1;
                if matches!(verdict, Verdict::Overflow) {
                    self.reason = Some(CloseReason::Overflow);
                }
            }
            Verdict::Wait => unreachable!("handled above"),
        }
        self.join_gaps();
        (Fate::Accepted, self.admit()) // a smaller state may have made room
    }

    /// An event that has no room when nobody may wait any more.
    pub(crate) fn skip(&mut self) {
        self.stats.emitted += 1;
        self.stats.dropped += 1;
        self.entries.push(Entry::Gap(1));
        self.join_gaps();
    }

    /// The reader takes; gives the producers whose events moved in.
    pub(crate) fn take(&mut self) -> (Taken<u64>, Vec<u64>) {
        if self.entries.is_empty() {
            let taken = match (self.reason, self.closed) {
                (Some(reason), false) => Taken::Closed(reason),
                (_, true) => Taken::End,
                (None, false) => Taken::Empty,
            };
            self.closed |= self.reason.is_some();
            return (taken, Vec::new());
        }
        match self.entries.remove(0) {
            Entry::Gap(skipped) => (Taken::Lagged(skipped), Vec::new()),
            Entry::Question { payload, .. } => (Taken::Event { payload, joined: None }, Vec::new()),
            Entry::Event { sample, joined, .. } => {
                self.stats.received += 1;
                (Taken::Event { payload: sample.number, joined }, self.admit())
            }
        }
    }

    /// A producer gives up; its event is lost if others have it. Gives the producers whose events moved in.
    pub(crate) fn withdraw(&mut self, ticket: u64, is_lost: bool) -> Vec<u64> {
        let is_own =
            |entry: &Entry| matches!(entry, Entry::Event { parked: Some(own), .. } if *own == ticket);
        if is_lost {
            self.lose(is_own);
        } else {
            self.entries.retain(|entry| !is_own(entry));
            self.join_gaps();
        }
        self.admit()
    }

    /// All producers give up, and their events are lost.
    pub(crate) fn release(&mut self) {
        self.lose(is_parked);
    }

    fn lose(&mut self, which: impl Fn(&Entry) -> bool) {
        for entry in self.entries.iter_mut().filter(|entry| which(entry)) {
            *entry = Entry::Gap(1);
            self.stats.emitted += 1;
            self.stats.dropped += 1;
        }
        self.join_gaps();
    }

    /// The end: nothing new comes.
    pub(crate) fn close(&mut self) {
        self.release();
        self.closed |= self.reason.is_none();
    }

    /// A question arrives; false when its lane is full or nobody listens.
    pub(crate) fn ask(&mut self, id: i64, payload: u64) -> bool {
        let asked = self.entries.iter().filter(|entry| matches!(entry, Entry::Question { .. })).count();
        let room = asked < self.limits.capacity && self.reason.is_none() && !self.closed;
        if room {
            // Behind what is queued, before the first parked event and the gap in front of it.
            let parked = self.entries.iter().position(is_parked);
            let at = parked
                .map(|at| if at > 0 && matches!(self.entries[at - 1], Entry::Gap(_)) { at - 1 } else { at });
            self.entries.insert(at.unwrap_or(self.entries.len()), Entry::Question { id, payload });
        }
        room
    }

    /// A question is over.
    pub(crate) fn forget(&mut self, id: i64) {
        self.entries.retain(|entry| !matches!(entry, Entry::Question { id: other, .. } if *other == id));
        self.join_gaps();
    }

    fn fits(&self, bytes: usize) -> bool {
        let StreamStats { queued, queued_bytes, .. } = self.stats();
        queued == 0
            || (queued < self.limits.capacity as u64
                && queued_bytes + bytes as u64 <= self.limits.max_bytes as u64)
    }

    fn push(&mut self, sample: &Sample, parked: Option<u64>) {
        self.entries.push(Entry::Event { sample: sample.clone(), joined: None, bytes: sample.bytes, parked });
    }

    fn admit(&mut self) -> Vec<u64> {
        let mut admitted = Vec::new();
        while let Some(first) = self.entries.iter().position(is_parked) {
            let room = matches!(&self.entries[first], Entry::Event { bytes, .. } if self.fits(*bytes));
            let Entry::Event { parked, .. } = &mut self.entries[first] else { break };
            if !room {
                break;
            }
            admitted.extend(parked.take());
            self.stats.emitted += 1;
        }
        admitted
    }

    fn join_gaps(&mut self) {
        self.entries.dedup_by(|later, earlier| match (earlier, later) {
            (Entry::Gap(earlier), Entry::Gap(later)) => {
                *earlier += *later;
                true
            }
            _ => false,
        });
    }

    fn verdict(&self, sample: &Sample) -> Verdict {
        use DeliveryClass::{BestEffort, Latest, Mergeable, Terminal};
        if !self.entries.iter().any(is_parked) && self.fits(sample.bytes) {
            return Verdict::Append;
        }
        match (self.limits.policy, sample.class()) {
            (DropPolicy::Close, _) => Verdict::Overflow,
            (DropPolicy::Block, _) | (DropPolicy::Coalesce | DropPolicy::DropNewest, Terminal) => {
                Verdict::Wait
            }
            (DropPolicy::Coalesce, Mergeable) => self.join_verdict(sample),
            (DropPolicy::Coalesce, Latest) => self.replace_verdict(sample),
            (DropPolicy::Coalesce, BestEffort) | (DropPolicy::DropNewest, _) => Verdict::DropNew,
            (DropPolicy::DropOldest, class) => {
                let mut only_terminal = QueueModel::new(self.limits);
                only_terminal.entries.extend(self.entries.iter().cloned());
                only_terminal.entries.retain(
                    |entry| matches!(entry, Entry::Event { sample, .. } if sample.class() == Terminal),
                );
                match (!self.entries.iter().any(is_parked) && only_terminal.fits(sample.bytes), class) {
                    (true, _) => Verdict::DropOld,
                    (false, Terminal) => Verdict::Wait,
                    (false, _) => Verdict::DropNew,
                }
            }
        }
    }

    /// The last thing said that concerns the stream, queued or parked: text to join, or an end that must not be passed.
    fn join_verdict(&self, sample: &Sample) -> Verdict {
        let last = self.last(|other| other.stream() == sample.stream() || other.ends_streams_of(sample));
        match last.map(|position| (position, &self.entries[position])) {
            Some((position, Entry::Event { sample: queued, parked: None, .. }))
                if queued.stream() == sample.stream()
                    && self.stats().queued_bytes + sample.text.len() as u64
                        <= self.limits.max_bytes as u64 =>
            {
                Verdict::Join(position)
            }
            _ => Verdict::Wait,
        }
    }

    fn replace_verdict(&self, sample: &Sample) -> Verdict {
        let last = self.last(|other| other.stream() == sample.stream());
        let Some((position, Entry::Event { bytes: old, parked: None, .. })) =
            last.map(|position| (position, &self.entries[position]))
        else {
            return Verdict::Wait;
        };
        let StreamStats { queued, queued_bytes, .. } = self.stats();
        let fits = queued_bytes - *old as u64 + sample.bytes as u64 <= self.limits.max_bytes as u64;
        let shrinks = sample.bytes <= *old;
        if fits || shrinks || queued == 1 { Verdict::Replace(position) } else { Verdict::Wait }
    }

    fn last(&self, concerns: impl Fn(&Sample) -> bool) -> Option<usize> {
        self.entries
            .iter()
            .rposition(|entry| matches!(entry, Entry::Event { sample, .. } if concerns(sample)))
    }
}

fn is_parked(entry: &Entry) -> bool {
    matches!(entry, Entry::Event { parked: Some(_), .. })
}
