//! A snapshot of every counter and depth of a runtime.

use crate::queue::QueueStats;

/// The counters and depths of a runtime at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoreStats {
    /// Client requests so far.
    pub requests_opened: u64,
    /// Client requests without an answer.
    pub requests_open: usize,
    /// Answers to requests that were over.
    pub late_answers: u64,
    /// Commands that the processor's loop has not taken.
    pub commands_queued: usize,
    /// Handlers that run.
    pub handlers_running: usize,
    /// Requests that wait for a handler.
    pub handlers_waiting: usize,
    /// Requests answered -32001.
    pub requests_rejected: u64,
    /// Server requests so far.
    pub server_requests_opened: u64,
    /// Server requests without an answer.
    pub server_requests_open: usize,
    /// Server requests failed back because their lane was full or nobody was there.
    pub server_requests_rejected: u64,
    /// Answers to server requests that were over or never asked.
    pub late_server_answers: u64,
    /// Notifications sent in, before any filter.
    pub notifications: u64,
    /// Notifications that the connection does not want.
    pub filtered: u64,
    /// Producers that wait for room.
    pub parked: usize,
    /// Event streams.
    pub subscribers: usize,
    /// The primary stream.
    pub events: QueueStats,
}
