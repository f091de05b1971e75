//! Many answers at once: the worker that reads them rests, so that it finds the tokens of many each time it looks.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

/// From so many streams on the worker rests. A few answers are read as they come.
pub(super) const CROWD: u32 = 64;

/// What a token may wait for others, for each open stream: the more there are, the sooner others come. To wait for the
/// system costs several times what a token does, and so does a wake-up of the loop that takes it.
const REST_A_STREAM: Duration = Duration::from_micros(2);

/// What it may wait at the most, however many there are: what else the worker reads and writes waits as long.
const LONGEST_REST: Duration = Duration::from_millis(2);

/// The open streams of one runtime.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    streams: AtomicU32,
    /// Something of a crowd was read since the last rest: nothing else is slowed while nothing comes.
    has_read: AtomicBool,
}

impl Crowd {
    /// Count a stream, until what is returned is dropped.
    pub(super) fn join(self: &Arc<Self>) -> Member {
        self.streams.fetch_add(1, Ordering::Relaxed);
        Member(Arc::clone(self))
    }

    /// How long the worker rests, which has done what there was, and is going to wait for the system.
    pub(crate) fn rest(&self) -> Option<Duration> {
        self.has_read
            .swap(false, Ordering::Relaxed)
            .then(|| (REST_A_STREAM * self.streams.load(Ordering::Relaxed)).min(LONGEST_REST))
    }
}

/// One stream of those that are open.
#[derive(Debug)]
pub(super) struct Member(Arc<Crowd>);

impl Member {
    /// Something of it was read; whether it is one of a crowd.
    pub(super) fn has_read(&self) -> bool {
        let is_crowd = self.0.streams.load(Ordering::Relaxed) >= CROWD;
        if is_crowd {
            self.0.has_read.store(true, Ordering::Relaxed);
        }
        is_crowd
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.0.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::{CROWD, Crowd, LONGEST_REST, Member, REST_A_STREAM};
    use std::{sync::Arc, time::Duration};

    fn join(crowd: &Arc<Crowd>, count: u32) -> Vec<Member> {
        (0..count).map(|_| crowd.join()).collect()
    }

    fn rest_of(count: u32) -> Option<Duration> {
        let crowd = Arc::<Crowd>::default();
        let members = join(&crowd, count);
        assert!(!members[0].has_read());
        crowd.rest()
    }

    #[test]
    fn a_few_are_read_as_they_come() {
        assert_eq!(rest_of(1), None);
        assert_eq!(rest_of(CROWD - 1), None);
    }

    #[test]
    fn a_larger_crowd_rests_longer_up_to_a_limit() {
        let crowd = Arc::<Crowd>::default();
        let members = join(&crowd, CROWD);
        assert!(members[0].has_read());
        assert_eq!(crowd.rest(), Some(REST_A_STREAM * CROWD));
        let more = join(&crowd, 10_000);
        assert!(more[0].has_read());
        assert_eq!(crowd.rest(), Some(LONGEST_REST));
    }

    #[test]
    fn a_crowd_of_which_nothing_was_read_slows_nothing() {
        let crowd = Arc::<Crowd>::default();
        let members = join(&crowd, CROWD);
        assert_eq!(crowd.rest(), None);
        members[0].has_read();
        members[1].has_read();
        assert!(crowd.rest().is_some());
        assert_eq!(crowd.rest(), None, "one rest for all that was read");
    }

    #[test]
    fn those_that_have_left_count_no_more() {
        let crowd = Arc::<Crowd>::default();
        let mut members = join(&crowd, CROWD);
        members.pop();
        assert!(!members[0].has_read());
        assert_eq!(crowd.rest(), None);
    }
}
