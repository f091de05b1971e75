//! The wakers of one queue: one wake-up for one registration.

/// The wakers that readers have registered on one queue.
///
/// A reader registers its waker in the same step that finds the queue empty, and waking takes the wakers out: each is
/// called at most once, however many events follow.
#[derive(Debug)]
pub struct Wakers<W> {
    /// In the order of their numbers; None where one was taken back.
    registered: Vec<(u64, Option<W>)>,
    live: usize,
    last: u64,
}

impl<W> Default for Wakers<W> {
    fn default() -> Self {
        Self { registered: Vec::new(), live: 0, last: 0 }
    }
}

impl<W> Wakers<W> {
    /// Register a waker; the number, which is never 0 and never used again, takes it back.
    pub fn register(&mut self, waker: W) -> u64 {
        self.last += 1;
        self.live += 1;
        self.registered.push((self.last, Some(waker)));
        self.last
    }

    /// Take back a waker that was not called; None when it was.
    pub fn deregister(&mut self, number: u64) -> Option<W> {
        let position = self.registered.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        let waker = self.registered[position].1.take()?;
        self.live -= 1;
        if self.live == 0 {
            self.registered.clear();
        } else if self.registered.len() > 2 * self.live + 8 {
            self.registered.retain(|(_, waker)| waker.is_some()); // as rare as half of them being taken back
        }
        Some(waker)
    }

    /// Move every waker to `wake`.
    pub fn wake(&mut self, wake: &mut Vec<W>) {
        if self.registered.is_empty() {
            return; // as for nearly every event; setting up a drain costs more than the test
        }
        wake.extend(self.registered.drain(..).filter_map(|(_, waker)| waker));
        self.live = 0;
    }

    /// Every registered waker.
    pub fn iter(&self) -> impl Iterator<Item = &W> {
        self.registered.iter().filter_map(|(_, waker)| waker.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::Wakers;

    #[test]
    fn numbers_take_back_their_own_waker_and_no_other() {
        let mut wakers = Wakers::default();
        let numbers: Vec<u64> = (0..100).map(|waker| wakers.register(waker)).collect();
        for (waker, number) in numbers.iter().enumerate().filter(|(waker, _)| waker % 10 != 0) {
            assert_eq!(wakers.deregister(*number), Some(waker));
            assert_eq!(wakers.deregister(*number), None);
        }
        let mut woken = Vec::new();
        wakers.wake(&mut woken);
        assert_eq!(woken, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
        let later = wakers.register(7);
        assert_eq!(
            numbers.iter().find_map(|number| wakers.deregister(*number)),
            None,
            "{later} is another's"
        );
        assert_eq!(wakers.deregister(later), Some(7));
    }
}
