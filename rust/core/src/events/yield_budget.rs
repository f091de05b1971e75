//! How long a producer may go on before it lets others run.

use std::sync::atomic::{AtomicU32, Ordering};

/// After so many sends in a row a producer lets others run.
///
/// 64 is the promise made for awaits that are already done; at 0.2 µs a send it keeps other tasks waiting 13 µs.
const SENDS_BEFORE_YIELD: u32 = 64;

/// Counts the sends that a producer awaits. All of them, whatever became of the notification: one that was filtered,
/// dropped or refused did not wait either, and a loop of such sends must not keep its event loop for itself.
///
/// The turn of the others comes before a send, not after it: a producer that is cancelled while others run has then
/// sent nothing, and knows it.
#[derive(Debug, Default)]
pub struct YieldBudget(AtomicU32);

impl YieldBudget {
    /// Count a send that is about to be made; true when others must run first, and then it is counted again.
    ///
    /// Plain reads and writes: producers on several threads may lose counts, those of one event loop never do.
    pub fn must_yield(&self) -> bool {
        let sends = self.0.load(Ordering::Relaxed);
        let due = sends >= SENDS_BEFORE_YIELD;
        self.0.store(if due { 0 } else { sends + 1 }, Ordering::Relaxed);
        due
    }

    /// The next send yields, however few there were: a reader should get its turn.
    pub fn exhaust(&self) {
        self.0.store(SENDS_BEFORE_YIELD, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::YieldBudget;

    #[test]
    fn others_run_after_each_64_sends_and_when_the_budget_is_exhausted() {
        let budget = YieldBudget::default();
        let turns: Vec<usize> = (1..=200).filter(|_| budget.must_yield()).collect();
        assert_eq!(turns, [65, 130, 195], "each 65th call: 64 sends, and the one that is counted again");
        budget.exhaust();
        assert!(budget.must_yield());
        assert!(!budget.must_yield());
    }
}
