//! Doorbells: one wake-up for one arming.

/// The bells that readers have armed on one queue.
///
/// A reader arms its bell in the same step that finds the queue empty, and ringing takes the bells out: each rings at
/// most once, however many events follow.
#[derive(Debug)]
pub struct Bells<B> {
    armed: Vec<(u64, B)>,
    next: u64,
}

impl<B> Default for Bells<B> {
    fn default() -> Self {
        Self { armed: Vec::new(), next: 0 }
    }
}

impl<B> Bells<B> {
    /// Arm a bell; the number takes it back.
    pub fn arm(&mut self, bell: B) -> u64 {
        self.next += 1;
        self.armed.push((self.next, bell));
        self.next
    }

    /// Take back a bell that has not rung; None when it has.
    pub fn disarm(&mut self, number: u64) -> Option<B> {
        let position = self.armed.iter().position(|(armed, _)| *armed == number)?;
        Some(self.armed.swap_remove(position).1)
    }

    /// Move every armed bell to `ring`.
    pub fn ring(&mut self, ring: &mut Vec<B>) {
        ring.extend(self.armed.drain(..).map(|(_, bell)| bell));
    }

    /// Every armed bell.
    pub fn iter(&self) -> impl Iterator<Item = &B> {
        self.armed.iter().map(|(_, bell)| bell)
    }
}
