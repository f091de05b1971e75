//! An arena whose keys are never reused, and lists of what it holds.
//!
//! Every value gets a stamp that no other value of the arena ever gets: a key that outlives its value finds nothing, and
//! the order of stamps is the order of insertion. Beyond the first few the values stand in chunks that double in size, so
//! that an arena grows without moving what it holds: an insertion takes the same time whatever it holds.

use std::num::NonZeroU64;

/// The places that stand together and are moved when they grow; a look-up among them is cheaper. The first chunk has as
/// many.
const FIRST: usize = 128;
/// No place.
const NONE: u32 = u32::MAX;

/// Identifies one value of an arena for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    stamp: NonZeroU64,
    index: u32,
}

impl Key {
    /// Where the value stands, for as long as it is there.
    pub(crate) fn index(self) -> u32 {
        self.index
    }
}

#[derive(Clone, Copy, Debug)]
struct Link {
    previous: u32,
    next: u32,
}

const UNLINKED: Link = Link { previous: NONE, next: NONE };

#[derive(Debug)]
struct Place<V, const LISTS: usize> {
    /// The value's stamp; of a vacant place, the next vacant one.
    stamp: u64,
    links: [Link; LISTS],
    value: Option<V>,
}

/// An arena whose values can each stand in `LISTS` lists at a time.
#[derive(Debug)]
pub(crate) struct Arena<V, const LISTS: usize = 1> {
    first: Vec<Place<V, LISTS>>,
    chunks: Vec<Vec<Place<V, LISTS>>>,
    stamps: u64,
    used: u32,
    vacant: u32,
    len: usize,
}

impl<V, const LISTS: usize> Default for Arena<V, LISTS> {
    fn default() -> Self {
        Self { first: Vec::new(), chunks: Vec::new(), stamps: 0, used: 0, vacant: NONE, len: 0 }
    }
}

/// The chunk of a place that is not among the first, and where it stands in it.
fn position(index: u32) -> (usize, usize) {
    let chunk = ((index as usize).ilog2() - FIRST.ilog2()) as usize;
    (chunk, index as usize - (FIRST << chunk))
}

impl<V, const LISTS: usize> Arena<V, LISTS> {
    #[inline]
    fn place(&self, index: u32) -> Option<&Place<V, LISTS>> {
        match self.first.get(index as usize) {
            Some(place) => Some(place),
            None => self.far_place(index),
        }
    }

    #[cold]
    fn far_place(&self, index: u32) -> Option<&Place<V, LISTS>> {
        if (index as usize) < FIRST {
            return None;
        }
        let (chunk, offset) = position(index);
        self.chunks.get(chunk)?.get(offset)
    }

    #[inline]
    fn place_mut(&mut self, index: u32) -> Option<&mut Place<V, LISTS>> {
        let Self { first, chunks, .. } = self;
        match first.get_mut(index as usize) {
            Some(place) => Some(place),
            None => Self::far_place_mut(chunks, index),
        }
    }

    #[cold]
    fn far_place_mut(chunks: &mut [Vec<Place<V, LISTS>>], index: u32) -> Option<&mut Place<V, LISTS>> {
        if (index as usize) < FIRST {
            return None;
        }
        let (chunk, offset) = position(index);
        chunks.get_mut(chunk)?.get_mut(offset)
    }

    /// The key that the next value gets.
    pub(crate) fn next_key(&self) -> Key {
        let index = if self.vacant == NONE { self.used } else { self.vacant };
        Key { stamp: NonZeroU64::MIN.saturating_add(self.stamps), index }
    }

    pub(crate) fn insert(&mut self, value: V) -> Key {
        let key = self.next_key();
        self.stamps += 1;
        self.len += 1;
        let stamp = key.stamp.get();
        if let Some(place) = self.place_mut(key.index) {
            let next_vacant = place.stamp;
            *place = Place { stamp, links: [UNLINKED; LISTS], value: Some(value) };
            self.vacant = u32::try_from(next_vacant).unwrap_or(NONE);
            return key;
        }
        self.add_place(Place { stamp, links: [UNLINKED; LISTS], value: Some(value) });
        key
    }

    #[cold]
    fn add_place(&mut self, place: Place<V, LISTS>) {
        assert!(self.used < NONE, "an arena holds four billion values");
        let index = self.used;
        self.used += 1;
        if (index as usize) < FIRST {
            self.first.push(place);
            return;
        }
        let (chunk, _) = position(index);
        if chunk == self.chunks.len() {
            self.chunks.push(Vec::with_capacity(FIRST << chunk));
        }
        self.chunks[chunk].push(place);
    }

    /// Take a value out. It must stand in no list any more.
    pub(crate) fn remove(&mut self, key: Key) -> Option<V> {
        self.get(key)?;
        self.remove_at(key.index)
    }

    pub(crate) fn remove_at(&mut self, index: u32) -> Option<V> {
        let vacant = self.vacant;
        let place = self.place_mut(index)?;
        let value = place.value.take()?;
        place.stamp = u64::from(vacant);
        self.vacant = index;
        self.len -= 1;
        Some(value)
    }

    pub(crate) fn get(&self, key: Key) -> Option<&V> {
        let place = self.place(key.index)?;
        if place.stamp == key.stamp.get() { place.value.as_ref() } else { None }
    }

    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut V> {
        let place = self.place_mut(key.index)?;
        if place.stamp == key.stamp.get() { place.value.as_mut() } else { None }
    }

    /// What stands at `index`, which came from a list or from a key whose value is there.
    pub(crate) fn at(&self, index: u32) -> Option<&V> {
        self.place(index)?.value.as_ref()
    }

    pub(crate) fn at_mut(&mut self, index: u32) -> Option<&mut V> {
        self.place_mut(index)?.value.as_mut()
    }

    /// The stamp of what stands at `index`: larger than those of all that were inserted before it.
    pub(crate) fn stamp_at(&self, index: u32) -> u64 {
        self.place(index).map_or(0, |place| place.stamp)
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Every value, in no order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.first.iter().chain(self.chunks.iter().flatten()).filter_map(|place| place.value.as_ref())
    }

    /// Every value, in no order, to change.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.first.iter_mut().chain(self.chunks.iter_mut().flatten()).filter_map(|place| place.value.as_mut())
    }

    /// Every value, in no order, out of the arena.
    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.first.into_iter().chain(self.chunks.into_iter().flatten()).filter_map(|place| place.value)
    }

    /// Move everything out in one step. Keys of what was here find nothing in what comes.
    pub(crate) fn take(&mut self) -> Self {
        let empty = Self { stamps: self.stamps, ..Self::default() };
        std::mem::replace(self, empty)
    }
}

/// One list of an arena's values: the `LIST`th that each of them can stand in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<const LIST: usize = 0> {
    head: u32,
    tail: u32,
    len: usize,
}

impl<const LIST: usize> Default for List<LIST> {
    fn default() -> Self {
        Self { head: NONE, tail: NONE, len: 0 }
    }
}

fn some(index: u32) -> Option<u32> {
    (index != NONE).then_some(index)
}

impl<const LIST: usize> List<LIST> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn front(&self) -> Option<u32> {
        some(self.head)
    }

    pub(crate) fn back(&self) -> Option<u32> {
        some(self.tail)
    }

    /// What follows in the list that `index` stands in.
    pub(crate) fn after<V, const LISTS: usize>(arena: &Arena<V, LISTS>, index: u32) -> Option<u32> {
        some(arena.place(index)?.links[LIST].next)
    }

    /// Every index, from the front.
    pub(crate) fn iter<'a, V, const LISTS: usize>(
        &self,
        arena: &'a Arena<V, LISTS>,
    ) -> impl Iterator<Item = u32> + use<'a, V, LIST, LISTS> {
        std::iter::successors(self.front(), |index| Self::after(arena, *index))
    }

    /// Add what stands at `index`, and in no list of this kind.
    #[inline]
    pub(crate) fn push_back<V, const LISTS: usize>(&mut self, arena: &mut Arena<V, LISTS>, index: u32) {
        let Some(place) = arena.place_mut(index) else { return };
        place.links[LIST] = Link { previous: self.tail, next: NONE };
        match some(self.tail).and_then(|tail| arena.place_mut(tail)) {
            Some(tail) => tail.links[LIST].next = index,
            None => self.head = index,
        }
        self.tail = index;
        self.len += 1;
    }

    /// Take out what stands at `index`, and in this list. It stays in the arena.
    #[inline]
    pub(crate) fn remove<V, const LISTS: usize>(&mut self, arena: &mut Arena<V, LISTS>, index: u32) {
        let Some(place) = arena.place_mut(index) else { return };
        let Link { previous, next } = std::mem::replace(&mut place.links[LIST], UNLINKED);
        match some(previous).and_then(|previous| arena.place_mut(previous)) {
            Some(previous) => previous.links[LIST].next = next,
            None => self.head = next,
        }
        match some(next).and_then(|next| arena.place_mut(next)) {
            Some(next) => next.links[LIST].previous = previous,
            None => self.tail = previous,
        }
        self.len -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Arena, List};

    #[test]
    fn a_stale_key_finds_nothing_even_where_its_place_is_used_again() {
        let mut arena: Arena<u32> = Arena::default();
        let first = arena.insert(1);
        assert_eq!(arena.remove(first), Some(1));
        let second = arena.insert(2);
        assert_eq!(second.index(), first.index());
        assert_eq!(arena.get(first), None);
        assert_eq!(arena.remove(first), None);
        assert_eq!(arena.get(second), Some(&2));
        let all = arena.take();
        assert_eq!(all.get(second), Some(&2));
        let third = arena.insert(3);
        assert_eq!((arena.get(second), arena.get(third)), (None, Some(&3)));
    }

    #[test]
    fn the_next_key_is_the_one_that_comes() {
        let mut arena: Arena<usize> = Arena::default();
        let mut keys = Vec::new();
        for number in 0..1_000 {
            let expected = arena.next_key();
            keys.push(arena.insert(number));
            assert_eq!(keys.last(), Some(&expected));
            if number % 3 == 0 {
                arena.remove(keys.swap_remove(keys.len() / 2));
            }
        }
        assert_eq!((arena.len(), arena.values().count()), (keys.len(), keys.len()));
    }

    #[test]
    fn lists_keep_their_order_whatever_is_taken_out() {
        let mut arena: Arena<u32> = Arena::default();
        let mut list: List = List::default();
        let keys: Vec<_> = (0..20).map(|number| arena.insert(number)).collect();
        for key in &keys {
            list.push_back(&mut arena, key.index());
        }
        for gone in [0, 7, 19, 8, 6] {
            list.remove(&mut arena, keys[gone].index());
            arena.remove(keys[gone]);
        }
        let left: Vec<u32> = list.iter(&arena).filter_map(|index| arena.at(index).copied()).collect();
        assert_eq!(left, [1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
        assert_eq!(list.len(), left.len());
        while let Some(front) = list.front() {
            list.remove(&mut arena, front);
        }
        assert_eq!((list.back(), list.is_empty()), (None, true));
    }
}
