//! What happens to server requests, and what they are as plain lists.

use std::collections::HashSet;

use proptest::prelude::*;

pub(super) const CONNECTIONS: usize = 3;
pub(super) const EXPERIMENTAL: [bool; CONNECTIONS] = [true, false, true];

#[derive(Clone, Debug)]
pub(super) enum Step {
    Initialize(usize),
    OpenThread(u8, Option<usize>),
    SubscribeThread(usize, u8),
    UnsubscribeThread(usize, u8),
    Ask { thread: Option<u8>, stable: bool },
    AskAgain(usize, u8),
    Answer(usize, prop::sample::Index),
    GiveUp(prop::sample::Index),
    EndThread(u8),
    Read(usize),
    EndPrimary(usize),
    Close(usize),
    Shutdown,
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let one = || 0..CONNECTIONS;
    let any_index = any::<prop::sample::Index>;
    prop_oneof![
        6 => one().prop_map(Step::Initialize),
        4 => (0..3u8, prop::option::of(one())).prop_map(|(thread, starter)| Step::OpenThread(thread, starter)),
        6 => (one(), 0..3u8).prop_map(|(one, thread)| Step::SubscribeThread(one, thread)),
        4 => (one(), 0..3u8).prop_map(|(one, thread)| Step::UnsubscribeThread(one, thread)),
        40 => (prop::option::weighted(0.8, 0..3u8), any::<bool>())
            .prop_map(|(thread, stable)| Step::Ask { thread, stable }),
        10 => (one(), 0..3u8).prop_map(|(one, thread)| Step::AskAgain(one, thread)),
        20 => (one(), any_index()).prop_map(|(one, index)| Step::Answer(one, index)),
        6 => any_index().prop_map(Step::GiveUp),
        2 => (0..3u8).prop_map(Step::EndThread),
        30 => one().prop_map(Step::Read),
        1 => one().prop_map(Step::EndPrimary),
        1 => one().prop_map(Step::Close),
        1 => Just(Step::Shutdown),
    ]
}

#[derive(Clone)]
pub(super) struct Question {
    pub(super) id: i64,
    pub(super) thread: Option<String>,
    pub(super) payload: u64,
    pub(super) stable: Option<u64>,
    pub(super) waiter: u64,
    pub(super) asked: Vec<usize>,
}

#[derive(Default)]
pub(super) struct Peer {
    pub(super) initialized: bool,
    pub(super) closed: bool,
    pub(super) primary_ended: bool,
    pub(super) threads: HashSet<String>,
    /// Questions that it has not read, and what it is shown.
    pub(super) unread: Vec<(i64, u64)>,
    pub(super) opened: u64,
    pub(super) rejected: u64,
    pub(super) late: u64,
}
