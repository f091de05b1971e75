//! What was said and what was read, compared without any model: the promises themselves.

use std::collections::{BTreeMap, BTreeSet};

use appserver_core::{DeliveryClass, Taken};

use super::Sample;

/// One stream of one item, in a thread: method, thread, item, index.
type Stream<'a> = (&'a str, &'a str, &'a str, i64);

/// What a text stream looks like from outside.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    /// An event that ends the stream's text so far.
    End(u64),
}

/// A conversation with one queue.
#[derive(Debug, Default)]
pub(crate) struct Transcript {
    /// Accepted events by number, which is the order of sending.
    accepted: BTreeMap<u64, Sample>,
    received: Vec<(u64, Option<String>)>,
    pub(crate) lagged: u64,
}

impl Transcript {
    pub(crate) fn accept(&mut self, sample: &Sample) {
        self.accepted.insert(sample.number, sample.clone());
    }

    /// The event was taken back by its producer.
    pub(crate) fn retract(&mut self, number: u64) {
        self.accepted.remove(&number);
    }

    pub(crate) fn receive(&mut self, taken: Taken<u64>) {
        match taken {
            Taken::Event { payload, joined } if self.accepted.contains_key(&payload) => {
                self.received.push((payload, joined));
            }
            Taken::Lagged(skipped) => self.lagged += skipped,
            _ => {}
        }
    }

    /// Every accepted terminal event was read exactly once.
    pub(crate) fn check_terminal(&self) {
        let of_class = |number: &u64| self.accepted[number].class() == DeliveryClass::Terminal;
        let sent: Vec<u64> = self.accepted.keys().copied().filter(of_class).collect();
        let mut read: Vec<u64> = self.received.iter().map(|(number, _)| *number).filter(of_class).collect();
        read.sort_unstable();
        assert_eq!(read, sent, "terminal events sent and read");
    }

    /// Nothing was read twice, and each thread's events were read in the order of sending; state that was replaced
    /// stands where the first of its kind stood.
    pub(crate) fn check_order(&self) {
        let mut last = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (number, _) in &self.received {
            assert!(seen.insert(*number), "event {number} was read twice");
            let sample = &self.accepted[number];
            if sample.class() != DeliveryClass::Latest {
                let before = last.insert(&sample.thread, *number);
                assert!(before < Some(*number), "{before:?} was read before {number} of {}", sample.thread);
            }
        }
    }

    /// Each stream's text came out as it went in, and stayed on its side of every start and completion.
    pub(crate) fn check_text(&self) {
        let sent = self.streams(self.accepted.keys().map(|number| (*number, None)));
        let read = self.streams(self.received.iter().map(|(number, joined)| (*number, joined.as_deref())));
        assert_eq!(read, sent, "text streams sent and read");
    }

    /// The last state of each key was read last.
    pub(crate) fn check_latest(&self) {
        let last = |numbers: &mut dyn Iterator<Item = u64>| -> BTreeMap<Stream<'_>, u64> {
            numbers
                .map(|number| &self.accepted[&number])
                .filter(|sample| sample.class() == DeliveryClass::Latest)
                .map(|sample| (sample.stream(), sample.number))
                .collect()
        };
        let sent = last(&mut self.accepted.keys().copied());
        let read = last(&mut self.received.iter().map(|(number, _)| *number));
        assert_eq!(read, sent, "last states sent and read");
    }

    fn streams<'a>(
        &self,
        events: impl Iterator<Item = (u64, Option<&'a str>)>,
    ) -> BTreeMap<Stream<'_>, Vec<Token>> {
        let texts = || self.accepted.values().filter(|sample| sample.class() == DeliveryClass::Mergeable);
        let mut streams: BTreeMap<Stream<'_>, Vec<Token>> =
            texts().map(|sample| (sample.stream(), Vec::new())).collect();
        for (number, joined) in events {
            let sample = &self.accepted[&number];
            if let Some(tokens) = streams.get_mut(&sample.stream()) {
                let text = sample.text.clone() + joined.unwrap_or_default();
                match tokens.last_mut() {
                    Some(Token::Text(before)) => before.push_str(&text),
                    _ => tokens.push(Token::Text(text)),
                }
            }
            let ended: BTreeSet<_> =
                texts().filter(|text| sample.ends_streams_of(text)).map(Sample::stream).collect();
            for (stream, tokens) in &mut streams {
                if ended.contains(stream) {
                    tokens.push(Token::End(number));
                }
            }
        }
        streams
    }
}
