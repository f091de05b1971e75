//! Requests and commands of several connections of one server, and its life: generated operations against plain lists.

use std::collections::{BTreeMap, HashSet};

use appserver_core::{
    ConnectionId, CoreError, DropPolicy, Lifecycle, Needs, QueueLimits, Rejection, RequestId, Server, code,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{CAPACITIES, Effects, Numbers, cases, connect, fresh, initialize, limits, server};

const CONNECTIONS: usize = 2;

#[derive(Clone, Debug)]
enum Action {
    Initialize {
        experimental: bool,
    },
    Open {
        id: Option<RequestId>,
        initialize: bool,
        experimental: bool,
        with_waiter: bool,
    },
    /// Close an open request, or one that is over.
    Close(prop::sample::Index),
    Abandon(prop::sample::Index),
    /// Post the job of a request, or of one that is over.
    Post(prop::sample::Index),
    TakeCommands,
    CloseConnection,
    BeginShutdown,
    CloseServer,
}

fn any_id() -> impl Strategy<Value = Option<RequestId>> {
    prop_oneof![
        2 => Just(None),
        1 => (0..6i64).prop_map(|id| Some(RequestId::Integer(id))),
        1 => (0..6i64).prop_map(|id| Some(RequestId::String(id.to_string()))),
    ]
}

fn step() -> impl Strategy<Value = (usize, Action)> {
    let any_index = any::<prop::sample::Index>;
    let open = (any_id(), prop::bool::weighted(0.1), prop::bool::weighted(0.2), prop::bool::weighted(0.9));
    let action = prop_oneof![
        6 => any::<bool>().prop_map(|experimental| Action::Initialize { experimental }),
        60 => open.prop_map(|(id, initialize, experimental, with_waiter)| Action::Open {
            id, initialize, experimental, with_waiter
        }),
        30 => any_index().prop_map(Action::Close),
        20 => any_index().prop_map(Action::Abandon),
        40 => any_index().prop_map(Action::Post),
        6 => Just(Action::TakeCommands),
        1 => Just(Action::CloseConnection),
        1 => Just(Action::BeginShutdown),
        1 => Just(Action::CloseServer),
    ];
    (0..CONNECTIONS, action)
}

struct Open {
    id: RequestId,
    generation: u64,
    waiter: Option<u64>,
}

/// One connection as plain lists.
struct Peer {
    id: ConnectionId,
    initialized: bool,
    experimental: bool,
    closed: bool,
    open: Vec<Open>,
    /// Everything that was ever opened, to answer it again.
    ever: Vec<(RequestId, u64)>,
    /// Queued jobs, and the generations of their requests.
    commands: Vec<(u64, u64)>,
    late: u64,
}

struct World {
    server: Server<Numbers>,
    peers: Vec<Peer>,
    capacity: usize,
    life: Lifecycle,
    shut_down: bool,
    numbers: u64,
}

impl World {
    fn new(capacity: usize) -> Self {
        let mut server = server();
        let peers = (0..CONNECTIONS)
            .map(|_| Peer {
                id: connect(&mut server, limits(capacity, DropPolicy::Coalesce)),
                initialized: false,
                experimental: false,
                closed: false,
                open: Vec::new(),
                ever: Vec::new(),
                commands: Vec::new(),
                late: 0,
            })
            .collect();
        Self { server, peers, capacity, life: Lifecycle::Running, shut_down: false, numbers: 0 }
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn run(&mut self, (one, action): &(usize, Action)) {
        let one = *one;
        match action {
            Action::Initialize { experimental } => self.initialize(one, *experimental),
            Action::Open { id, initialize, experimental, with_waiter } => {
                self.open(one, id.as_ref(), *initialize, *experimental, *with_waiter);
            }
            Action::Close(index) => self.close(one, *index),
            Action::Abandon(index) => self.abandon(one, *index),
            Action::Post(index) => self.post(one, *index),
            Action::TakeCommands => {
                let taken = self.server.take_commands(self.peers[one].id).expect("it is there");
                let queued = std::mem::take(&mut self.peers[one].commands);
                assert!(taken.eq(queued.into_iter().map(|(job, _)| job)), "oldest first");
            }
            Action::CloseConnection => self.close_connection(one),
            Action::BeginShutdown => self.begin_shutdown(),
            Action::CloseServer => {
                self.server.close(&mut Effects::default());
                self.life = Lifecycle::Closed;
            }
        }
        self.check();
    }

    fn is_closed(&self, one: usize) -> bool {
        self.life != Lifecycle::Running || self.peers[one].closed
    }

    fn initialize(&mut self, one: usize, experimental: bool) {
        let expected = if self.is_closed(one) {
            Err(CoreError::Closed)
        } else if self.peers[one].initialized {
            Err(invalid("Already initialized"))
        } else {
            (self.peers[one].initialized, self.peers[one].experimental) = (true, experimental);
            Ok(())
        };
        assert_eq!(self.server.initialize(self.peers[one].id, experimental, HashSet::new()), expected);
    }

    fn open(
        &mut self,
        one: usize,
        id: Option<&RequestId>,
        initialize: bool,
        experimental: bool,
        with_waiter: bool,
    ) {
        let waiter = with_waiter.then(|| self.number());
        let method = if initialize { "initialize" } else { "thread/start" };
        let descriptor = experimental.then_some("thread/start.dynamicTools");
        let mut effects = Effects::default();
        let closed = self.is_closed(one);
        let peer = &mut self.peers[one];
        let opened = self.server.open_request(peer.id, id.cloned(), method, descriptor, waiter, &mut effects);
        let refusal = if closed {
            Some(CoreError::Closed)
        } else if !initialize && !peer.initialized {
            Some(invalid("Not initialized"))
        } else if !initialize && experimental && !peer.experimental {
            Some(invalid("thread/start.dynamicTools requires experimentalApi capability"))
        } else {
            // Only its own ids count: two connections may use the same.
            let taken = id.filter(|id| peer.open.iter().any(|open| open.id == **id));
            taken.map(|id| match id {
                RequestId::Integer(id) => invalid(&format!("duplicate request id: Integer({id})")),
                RequestId::String(id) => invalid(&format!("duplicate request id: String({id:?})")),
            })
        };
        match (opened, refusal) {
            (Err(error), Some(expected)) => {
                assert_eq!(error, expected);
                assert_eq!(effects.waiters, waiter.into_iter().collect::<Vec<_>>());
            }
            (Ok((chosen, generation)), None) => {
                assert!(!peer.open.iter().any(|open| open.id == chosen), "{chosen} is in flight already");
                assert!(id.is_none_or(|id| *id == chosen), "{id:?} became {chosen}");
                assert!(
                    !peer.ever.iter().any(|(_, other)| *other == generation),
                    "generations are used once"
                );
                peer.ever.push((chosen.clone(), generation));
                peer.open.push(Open { id: chosen, generation, waiter });
            }
            (opened, expected) => panic!("{opened:?} instead of {expected:?}"),
        }
    }

    /// A request of a connection, open or over.
    fn any(&self, one: usize, index: prop::sample::Index) -> Option<(RequestId, u64)> {
        let ever = &self.peers[one].ever;
        ever.get(index.index(ever.len().max(1))).cloned()
    }

    fn close(&mut self, one: usize, index: prop::sample::Index) {
        let Some((id, generation)) = self.any(one, index) else { return };
        let peer = &mut self.peers[one];
        let closed = self.server.close_request(peer.id, &id, generation);
        if let Some(position) = peer.open.iter().position(|open| open.generation == generation) {
            assert_eq!(closed, peer.open.remove(position).waiter);
        } else {
            assert_eq!(closed, None, "a late answer resolves nobody");
            peer.late += 1;
        }
    }

    fn abandon(&mut self, one: usize, index: prop::sample::Index) {
        let Some((id, generation)) = self.any(one, index) else { return };
        let peer = &mut self.peers[one];
        let mut effects = Effects::default();
        assert_eq!(self.server.abandon_request(peer.id, &id, generation, &mut effects), [0; 0]);
        if let Some(position) = peer.open.iter().position(|open| open.generation == generation) {
            let waiter = peer.open.remove(position).waiter;
            assert_eq!(effects.waiters, waiter.into_iter().collect::<Vec<_>>());
            let own = peer.commands.extract_if(.., |(_, own)| *own == generation);
            let own: Vec<u64> = own.map(|(job, _)| job).collect();
            // A request that was posted twice has its last job taken out; the first is the poster's.
            assert!(own.is_empty() || effects.jobs == [own[own.len() - 1]]);
        } else {
            assert_eq!((effects.waiters.len(), effects.jobs.len()), (0, 0));
            peer.late += 1;
        }
    }

    fn post(&mut self, one: usize, index: prop::sample::Index) {
        let Some((id, generation)) = self.any(one, index) else { return };
        let job = self.number();
        let closed = self.is_closed(one);
        let peer = &mut self.peers[one];
        if peer.commands.iter().any(|(_, other)| *other == generation) {
            return; // a request is posted once
        }
        let mut effects = Effects::default();
        let posted = self.server.post_command(peer.id, job, &id, generation, &mut effects);
        let expected = if closed {
            Err(CoreError::Closed)
        } else if !peer.open.iter().any(|open| open.generation == generation) {
            Ok(false)
        } else if peer.commands.len() >= self.capacity {
            Err(CoreError::QueueFull)
        } else {
            peer.commands.push((job, generation));
            assert_eq!(posted, Ok(peer.commands.len() == 1));
            return;
        };
        assert_eq!((posted, effects.jobs), (expected, vec![job]));
    }

    fn close_connection(&mut self, one: usize) {
        let mut effects = Effects::default();
        let peer = &mut self.peers[one];
        let left = self.server.close_connection(peer.id, &mut effects).into_order();
        peer.closed = true;
        let waiters: Vec<u64> = in_order(peer.open.drain(..));
        assert_eq!((left.requests, left.server_requests, left.jobs), (waiters, vec![], vec![]));
        let jobs = peer.commands.drain(..).map(|(job, _)| job).collect::<HashSet<_>>();
        assert_eq!(effects.into_dropped().1.collect::<HashSet<_>>(), jobs);
    }

    fn begin_shutdown(&mut self) {
        let mut effects = Effects::default();
        let work = self.server.begin_shutdown(&mut effects);
        assert_eq!(work.is_some(), !std::mem::replace(&mut self.shut_down, true), "it begins once");
        let Some(work) = work else { return };
        self.life = self.life.max(Lifecycle::Closing);
        let waiters: Vec<u64> =
            self.peers.iter_mut().flat_map(|peer| in_order(peer.open.drain(..))).collect();
        assert_eq!(work.into_order().requests, waiters);
        let queued = self.peers.iter_mut().flat_map(|peer| peer.commands.drain(..));
        let queued: HashSet<u64> = queued.map(|(job, _)| job).collect();
        assert_eq!(effects.into_dropped().1.collect::<HashSet<_>>(), queued);
    }

    fn check(&self) {
        assert_eq!(self.server.lifecycle(), self.life);
        let (mut waiters, mut jobs) = (0, 0);
        self.server.visit(&mut |_| {}, &mut |_| waiters += 1, &mut |_| {}, &mut |_| jobs += 1);
        let open = self.peers.iter().flat_map(|peer| &peer.open);
        assert_eq!(waiters, open.filter(|open| open.waiter.is_some()).count());
        assert_eq!(jobs, self.peers.iter().map(|peer| peer.commands.len()).sum::<usize>());
        let sums = self.server.stats().sums.own;
        let ever = |peer: &Peer| peer.ever.len() as u64;
        assert_eq!(sums.requests_opened, self.peers.iter().map(ever).sum::<u64>());
        for (one, peer) in self.peers.iter().enumerate() {
            assert_eq!(self.server.is_closed(peer.id), self.is_closed(one));
            assert_eq!(self.server.number(peer.id), Some(one as u64));
            let stats = self.server.connection_stats(peer.id).own;
            assert_eq!(stats.requests_open, peer.open.len() as u64);
            assert_eq!(stats.late_answers, peer.late);
            assert_eq!(stats.commands_queued, peer.commands.len() as u64);
        }
    }
}

fn in_order(open: impl Iterator<Item = Open>) -> Vec<u64> {
    let by_age: BTreeMap<_, _> = open.map(|open| (open.generation, open.waiter)).collect();
    by_age.into_values().flatten().collect()
}

fn invalid(message: &str) -> CoreError {
    CoreError::Rejected(Rejection { code: code::INVALID_REQUEST, message: message.to_owned().into() })
}

#[test]
fn operations_follow_the_lists() {
    for capacity in CAPACITIES {
        let mut runner = TestRunner::new(cases(if capacity > 100 { 20 } else { 150 }));
        let steps = prop::collection::vec(step(), 0..(capacity * 8).max(150));
        let result = runner.run(&steps, |steps| {
            let mut world = World::new(capacity);
            for step in &steps {
                world.run(step);
            }
            Ok(())
        });
        if let Err(failure) = result {
            panic!("capacity {capacity}: {failure}");
        }
    }
}

#[test]
fn a_capacity_of_zero_is_one() {
    let nothing = QueueLimits { capacity: 0, max_bytes: 0, policy: DropPolicy::Coalesce };
    let (mut server, connection) = fresh(nothing);
    initialize(&mut server, connection);
    let mut effects = Effects::default();
    let mut request = || {
        let opened = server.open_request(connection, None, "thread/start", None, None, &mut effects);
        opened.expect("there is no bound on open requests")
    };
    let requests = [request(), request(), request()];
    let needs = Needs { scope: None, shared: false, permit: true };
    let [first, second, third] = requests.map(|(id, generation)| {
        let posted = server.post_command(connection, 1, &id, generation, &mut effects);
        let admitted = server.admit(connection, 2, &id, generation, needs, &mut effects);
        (posted, admitted.is_ok())
    });
    assert_eq!(first, (Ok(true), true), "one is queued, one runs");
    assert_eq!(second, (Err(CoreError::QueueFull), true), "one waits");
    assert_eq!(third, (Err(CoreError::QueueFull), false));
}
