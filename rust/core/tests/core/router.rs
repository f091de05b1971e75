//! Requests, lanes, server requests and the life of a runtime: generated operations against plain lists.

use std::collections::{BTreeMap, HashSet, VecDeque};

use appserver_core::{
    Core, CoreError, CoreStats, DropPolicy, Lifecycle, QueueLimits, QueueStats, Rejection, RequestId, Taken,
    code,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{CAPACITIES, Effects, Numbers, cases, fresh_core, limits};

#[derive(Clone, Debug)]
enum Step {
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
    Post,
    TakeCommands,
    Admit,
    Release,
    Resume,
    /// Withdraw a job that was queued at some time, or one that never was.
    Withdraw(prop::sample::Index),
    Ask {
        thread: Option<u8>,
    },
    Answer(prop::sample::Index),
    EndThread(u8),
    Read,
    BeginShutdown,
    CloseStreams,
}

fn any_id() -> impl Strategy<Value = Option<RequestId>> {
    prop_oneof![
        2 => Just(None),
        1 => (0..6i64).prop_map(|id| Some(RequestId::Integer(id))),
        1 => (0..6i64).prop_map(|id| Some(RequestId::String(id.to_string()))),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let any_index = any::<prop::sample::Index>;
    let open = (any_id(), prop::bool::weighted(0.1), prop::bool::weighted(0.2), prop::bool::weighted(0.9));
    prop_oneof![
        4 => any::<bool>().prop_map(|experimental| Step::Initialize { experimental }),
        30 => open.prop_map(|(id, initialize, experimental, with_waiter)| Step::Open {
            id, initialize, experimental, with_waiter
        }),
        20 => any_index().prop_map(Step::Close),
        12 => Just(Step::Post),
        4 => Just(Step::TakeCommands),
        16 => Just(Step::Admit),
        12 => Just(Step::Release),
        2 => Just(Step::Resume),
        8 => any_index().prop_map(Step::Withdraw),
        16 => prop::option::of(0..2u8).prop_map(|thread| Step::Ask { thread }),
        10 => any_index().prop_map(Step::Answer),
        2 => (0..2u8).prop_map(Step::EndThread),
        10 => Just(Step::Read),
        1 => Just(Step::BeginShutdown),
        1 => Just(Step::CloseStreams),
    ]
}

struct OpenRequest {
    id: RequestId,
    ticket: u64,
    waiter: Option<u64>,
}

struct Question {
    id: i64,
    waiter: u64,
    thread: Option<String>,
}

struct World {
    core: Core<Numbers>,
    capacity: usize,
    life: Lifecycle,
    shut_down: bool,
    initialized: bool,
    experimental: bool,
    open: Vec<OpenRequest>,
    /// Everything that was ever opened, to answer it again.
    tickets: Vec<(RequestId, u64)>,
    commands: Vec<u64>,
    running: usize,
    waiting: VecDeque<u64>,
    /// Every job and command that was ever queued.
    jobs: Vec<u64>,
    questions: Vec<Question>,
    asked: i64,
    unread: Vec<(i64, u64)>,
    /// Of the counters; depths are looked up in the lists.
    counted: CoreStats,
    numbers: u64,
}

impl World {
    fn new(capacity: usize) -> Self {
        Self {
            core: fresh_core(limits(capacity, DropPolicy::Coalesce)),
            capacity,
            life: Lifecycle::Running,
            shut_down: false,
            initialized: false,
            experimental: false,
            open: Vec::new(),
            tickets: Vec::new(),
            commands: Vec::new(),
            running: 0,
            waiting: VecDeque::new(),
            jobs: Vec::new(),
            questions: Vec::new(),
            asked: 0,
            unread: Vec::new(),
            counted: CoreStats::default(),
            numbers: 0,
        }
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn run(&mut self, step: &Step) {
        match step {
            Step::Initialize { experimental } => self.initialize(*experimental),
            Step::Open { id, initialize, experimental, with_waiter } => {
                self.open(id.as_ref(), *initialize, *experimental, *with_waiter);
            }
            Step::Close(index) => self.close(*index),
            Step::Post => self.post(),
            Step::TakeCommands => assert_eq!(self.core.take_commands(), std::mem::take(&mut self.commands)),
            Step::Admit => self.admit(),
            Step::Release => self.release(),
            Step::Resume => {
                self.core.handlers().resume();
                self.running += 1;
            }
            Step::Withdraw(index) => self.withdraw(*index),
            Step::Ask { thread } => self.ask(thread.map(|thread| format!("thread-{thread}"))),
            Step::Answer(index) => self.answer(*index),
            Step::EndThread(thread) => self.end_thread(&format!("thread-{thread}")),
            Step::Read => self.read(),
            Step::BeginShutdown => self.begin_shutdown(),
            Step::CloseStreams => {
                self.core.close(&mut Effects::default());
                self.life = Lifecycle::Closed;
            }
        }
        self.check();
    }

    fn initialize(&mut self, experimental: bool) {
        let expected = match (self.life, self.initialized) {
            (Lifecycle::Closing | Lifecycle::Closed, _) => Err(CoreError::Closed),
            (Lifecycle::Running, true) => Err(invalid("Already initialized")),
            (Lifecycle::Running, false) => {
                (self.initialized, self.experimental) = (true, experimental);
                Ok(())
            }
        };
        assert_eq!(self.core.initialize(experimental, HashSet::new()), expected);
    }

    fn open(&mut self, id: Option<&RequestId>, initialize: bool, experimental: bool, with_waiter: bool) {
        let waiter = with_waiter.then(|| self.number());
        let method = if initialize { "initialize" } else { "thread/start" };
        let descriptor = experimental.then_some("thread/start.dynamicTools");
        let opened = self.core.open_request(id.cloned(), method, descriptor, waiter);
        let refusal = if self.life != Lifecycle::Running {
            Some(CoreError::Closed)
        } else if !initialize && !self.initialized {
            Some(invalid("Not initialized"))
        } else if !initialize && experimental && !self.experimental {
            Some(invalid("thread/start.dynamicTools requires experimentalApi capability"))
        } else {
            let taken = id.filter(|id| self.open.iter().any(|open| open.id == **id));
            taken.map(|id| match id {
                RequestId::Integer(id) => invalid(&format!("duplicate request id: Integer({id})")),
                RequestId::String(id) => invalid(&format!("duplicate request id: String({id:?})")),
            })
        };
        match (opened, refusal) {
            (Err((error, back)), Some(expected)) => assert_eq!((error, back), (expected, waiter)),
            (Ok((given, ticket)), None) => {
                assert!(!self.open.iter().any(|open| open.id == given), "{given} is in flight already");
                assert!(id.is_none_or(|id| *id == given), "{id:?} became {given}");
                assert!(!self.tickets.iter().any(|(_, other)| *other == ticket), "tickets are given once");
                self.tickets.push((given.clone(), ticket));
                self.open.push(OpenRequest { id: given, ticket, waiter });
                self.counted.requests_opened += 1;
            }
            (opened, expected) => panic!("{opened:?} instead of {expected:?}"),
        }
    }

    fn close(&mut self, index: prop::sample::Index) {
        let Some((id, ticket)) = self.tickets.get(index.index(self.tickets.len().max(1))).cloned() else {
            return;
        };
        let closed = self.core.close_request(&id, ticket);
        if let Some(position) = self.open.iter().position(|open| open.ticket == ticket) {
            assert_eq!(closed, self.open.remove(position).waiter);
        } else {
            assert_eq!(closed, None, "a late answer settles nobody");
            self.counted.late_answers += 1;
        }
    }

    fn post(&mut self) {
        let job = self.number();
        let expected = if self.life != Lifecycle::Running {
            Err((CoreError::Closed, job))
        } else if self.commands.len() >= self.capacity {
            Err((CoreError::QueueFull, job))
        } else {
            self.commands.push(job);
            self.jobs.push(job);
            Ok(self.commands.len() == 1)
        };
        assert_eq!(self.core.post_command(job), expected);
    }

    fn admit(&mut self) {
        let job = self.number();
        let admitted = self.core.handlers().admit(job);
        if self.running < self.capacity && self.waiting.is_empty() {
            assert_eq!(admitted, Ok(Some(job)));
            self.running += 1;
        } else if self.waiting.len() < self.capacity {
            assert_eq!(admitted, Ok(None));
            self.waiting.push_back(job);
            self.jobs.push(job);
        } else {
            let message = "in-process app-server request queue is full".to_owned();
            assert_eq!(admitted, Err((Rejection { code: code::OVERLOADED, message }, job)));
            self.counted.requests_rejected += 1;
        }
    }

    fn release(&mut self) {
        if self.running == 0 {
            return; // nobody holds a slot
        }
        self.running -= 1;
        let next = if self.running < self.capacity { self.waiting.pop_front() } else { None };
        self.running += usize::from(next.is_some());
        assert_eq!(self.core.handlers().release(), next);
    }

    fn withdraw(&mut self, index: prop::sample::Index) {
        let job = self.jobs.get(index.index(self.jobs.len() + 1)).copied().unwrap_or(0);
        let queued = self.waiting.contains(&job) || self.commands.contains(&job);
        self.waiting.retain(|other| *other != job);
        self.commands.retain(|other| *other != job);
        assert_eq!(self.core.withdraw_job(|other| *other == job), queued.then_some(job));
    }

    fn ask(&mut self, thread: Option<String>) {
        let (payload, waiter) = (self.number(), self.number());
        let id = self.core.next_server_request_id();
        assert_eq!(id, self.asked, "ids count from 0");
        self.asked += 1;
        let refusal = if self.life != Lifecycle::Running {
            Some((code::INTERNAL, "in-process app-server runtime is shutting down"))
        } else if !self.initialized {
            Some((code::INTERNAL, "in-process server request consumer is closed"))
        } else if self.unread.len() >= self.capacity {
            Some((code::OVERLOADED, "in-process server request queue is full"))
        } else {
            None
        };
        let mut effects = Effects::default();
        let asked = self.core.open_server_request(id, payload, waiter, thread.clone(), &mut effects);
        if let Some((code, message)) = refusal {
            assert_eq!(asked, Err((Rejection { code, message: message.to_owned() }, waiter)));
            assert_eq!(effects.discarded, [payload]);
            self.counted.server_requests_rejected += 1;
        } else {
            assert_eq!(asked, Ok(None));
            self.questions.push(Question { id, waiter, thread });
            self.unread.push((id, payload));
            self.counted.server_requests_opened += 1;
        }
    }

    fn answer(&mut self, index: prop::sample::Index) {
        // One past the last: an id that was never asked.
        let id = i64::try_from(index.index(usize::try_from(self.asked).unwrap_or(0) + 1)).unwrap_or(0);
        let mut effects = Effects::default();
        let closed = self.core.close_server_request(id, &mut effects);
        let position = self.questions.iter().position(|question| question.id == id);
        assert_eq!(closed, position.map(|position| self.questions.remove(position).waiter));
        self.counted.late_server_answers += u64::from(position.is_none());
        assert_eq!(effects.discarded, self.forget(&[id]));
    }

    fn end_thread(&mut self, thread: &str) {
        let mut effects = Effects::default();
        let closed = self.core.close_thread_server_requests(thread, &mut effects);
        let of_thread = |question: &mut Question| question.thread.as_deref() == Some(thread);
        let ended: Vec<_> =
            self.questions.extract_if(.., of_thread).map(|question| (question.id, question.waiter)).collect();
        assert_eq!(closed, ended);
        let ids: Vec<i64> = ended.iter().map(|(id, _)| *id).collect();
        assert_eq!(effects.discarded, self.forget(&ids));
    }

    /// Questions that are over leave the lane; gives their payloads.
    fn forget(&mut self, ids: &[i64]) -> Vec<u64> {
        self.unread.extract_if(.., |(id, _)| ids.contains(id)).map(|(_, payload)| payload).collect()
    }

    fn read(&mut self) {
        let taken = self.core.take(self.core.primary(), &mut Effects::default());
        let expected = match self.life {
            _ if !self.unread.is_empty() => Taken::Event { payload: self.unread.remove(0).1, joined: None },
            Lifecycle::Closed => Taken::End,
            Lifecycle::Running | Lifecycle::Closing => Taken::Empty,
        };
        assert_eq!(taken, expected);
    }

    fn begin_shutdown(&mut self) {
        let mut effects = Effects::default();
        let work = self.core.begin_shutdown(&mut effects);
        assert_eq!(work.is_some(), !std::mem::replace(&mut self.shut_down, true), "it begins once");
        let Some(work) = work else { return };
        self.life = self.life.max(Lifecycle::Closing);
        let requests: BTreeMap<_, _> = self.open.drain(..).map(|open| (open.ticket, open.waiter)).collect();
        assert_eq!(work.requests, requests.into_values().flatten().collect::<Vec<_>>(), "oldest first");
        let questions: Vec<_> = self.questions.drain(..).map(|question| question.waiter).collect();
        assert_eq!(work.server_requests, questions, "oldest first");
        let jobs: Vec<_> = self.commands.drain(..).chain(self.waiting.drain(..)).collect();
        assert_eq!(work.jobs, jobs);
        let unread: Vec<u64> = self.unread.drain(..).map(|(_, payload)| payload).collect();
        assert_eq!(effects.discarded, unread);
    }

    fn check(&self) {
        assert_eq!(self.core.lifecycle(), self.life);
        let stats = CoreStats { events: QueueStats::default(), ..self.core.stats() };
        let expected = CoreStats {
            requests_open: self.open.len(),
            commands_queued: self.commands.len(),
            handlers_running: self.running,
            handlers_waiting: self.waiting.len(),
            server_requests_open: self.questions.len(),
            subscribers: 1,
            ..self.counted
        };
        assert_eq!(stats, expected);
        let (mut payloads, mut waiters, mut jobs) = (0, 0, 0);
        self.core.visit(&mut |_| payloads += 1, &mut |_| waiters += 1, &mut |_| {}, &mut |_| jobs += 1);
        let with_waiter = self.open.iter().filter(|open| open.waiter.is_some()).count();
        assert_eq!(payloads, self.unread.len());
        assert_eq!(waiters, with_waiter + self.questions.len());
        assert_eq!(jobs, self.commands.len() + self.waiting.len());
    }
}

fn invalid(message: &str) -> CoreError {
    CoreError::Rejected(Rejection { code: code::INVALID_REQUEST, message: message.to_owned() })
}

#[test]
fn operations_follow_the_model() {
    for capacity in CAPACITIES {
        let mut runner = TestRunner::new(cases(if capacity > 100 { 60 } else { 250 }));
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
    let mut core = fresh_core(QueueLimits { capacity: 0, max_bytes: 0, policy: DropPolicy::Coalesce });
    assert_eq!(core.post_command(1), Ok(true));
    assert_eq!(core.post_command(2), Err((CoreError::QueueFull, 2)));
    assert_eq!(core.handlers().admit(3), Ok(Some(3)));
    assert_eq!(core.handlers().admit(4), Ok(None));
    assert!(core.handlers().admit(5).is_err());
}
