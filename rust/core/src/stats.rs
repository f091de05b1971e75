//! Counters and depths, each named once.

/// A struct of counters, with its names.
macro_rules! counters {
    ($(#[$attribute:meta])* pub struct $name:ident $fields:tt $(prefix $prefix:literal)?) => {
        counters!(@own [$(#[$attribute])*] $name $fields);
        $(counters!(@prefixed $name $prefix $fields);)?
    };
    (@own [$($attributes:tt)*] $name:ident { $($(#[$attribute:meta])* $field:ident,)* }) => {
        $($attributes)*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name { $($(#[$attribute])* pub $field: u64,)* }

        impl $name {
            /// Every name and its value, in the order of the declaration.
            pub fn fields(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
                [$((stringify!($field), self.$field)),*].into_iter()
            }

            /// Add another's values to these.
            #[allow(dead_code)] // not every one is summed
            pub(crate) fn add(&mut self, other: &Self) {
                $(self.$field += other.$field;)*
            }
        }
    };
    (@prefixed $name:ident $prefix:literal { $($(#[$attribute:meta])* $field:ident,)* }) => {
        impl $name {
            fn prefixed(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
                [$((concat!($prefix, stringify!($field)), self.$field)),*].into_iter()
            }
        }
    };
}

counters! {
    /// One stream: `emitted == received + dropped + merged + replaced + queued`, always.
    pub struct StreamStats {
        /// Events that it was sent, whatever became of them.
        emitted,
        /// Events that its reader took.
        received,
        /// Events dropped; the reader is told by `Lagged`.
        dropped,
        /// Events joined to a queued one.
        merged,
        /// Queued events replaced by a later one.
        replaced,
        /// Events queued now.
        queued,
        /// Bytes queued now.
        queued_bytes,
        /// The most events that were queued at once.
        peak_queued,
        /// The most bytes that were queued at once.
        peak_queued_bytes,
        /// Producers that wait for room now.
        parked,
    }
    prefix "events_"
}

counters! {
    /// The counters of a connection beside those of its primary stream.
    pub struct ConnectionCounters {
        /// Client requests so far.
        requests_opened,
        /// Client requests without an answer.
        requests_open,
        /// Answers to requests that were over.
        late_answers,
        /// Commands that the server's loop has not taken.
        commands_queued,
        /// Handlers that run.
        handlers_running,
        /// Requests that wait for their scope or for a permit.
        handlers_waiting,
        /// Requests refused because too many wait.
        requests_rejected,
        /// Server requests that its reader has not taken.
        server_requests_unread,
        /// Server requests that it was asked so far.
        server_requests_opened,
        /// Server requests that it was asked, without an answer.
        server_requests_open,
        /// Server requests of its threads that it was not asked: its queue was full, or it did not listen.
        server_requests_rejected,
        /// Its answers to server requests that were over, or that it was not asked.
        late_server_answers,
        /// Notifications that were sent its way, before any filter.
        notifications,
        /// Notifications that it does not want.
        filtered,
        /// Producers that wait for one of its streams.
        parked,
        /// Its event streams.
        subscribers,
        /// The threads that it is subscribed to.
        threads,
    }
}

/// The counters and depths of a connection at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectionStats {
    /// Its own.
    pub own: ConnectionCounters,
    /// Those of its primary stream.
    pub events: StreamStats,
}

impl ConnectionStats {
    /// Every name and its value.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        self.own.fields().chain(self.events.prefixed())
    }

    /// What stays true of a connection that is gone: what was counted, without what is there now.
    pub(crate) fn counted(mut self) -> Self {
        let own = &mut self.own;
        (own.requests_open, own.commands_queued, own.handlers_running, own.handlers_waiting) = (0, 0, 0, 0);
        (own.server_requests_open, own.server_requests_unread) = (0, 0);
        (own.parked, own.subscribers, own.threads) = (0, 0, 0);
        self
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.own.add(&other.own);
        self.events.add(&other.events);
    }
}

counters! {
    /// What is counted for a server as a whole, beside the sums over its connections.
    pub struct ServerCounters {
        /// Connections that are open.
        connections,
        /// Connections so far.
        connections_opened,
    }
}

/// The counters and depths of a server at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerStats {
    /// Its own.
    pub own: ServerCounters,
    /// The sums over all connections that there were. What belongs to the server is counted once, for it: server
    /// requests opened, open and rejected, notifications sent in, parked producers, and the threads that it knows.
    pub sums: ConnectionStats,
}

impl ServerStats {
    /// Every name and its value.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        self.own.fields().chain(self.sums.fields())
    }
}
