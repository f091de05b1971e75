//! The order of requests and the permits of handlers, against lists that are walked for every question.

mod model;

use appserver_core::{Admission, ConnectionId, DropPolicy, Rejection, Server, ServerOptions, code};
use proptest::{prelude::*, test_runner::TestRunner};

use model::{CONNECTIONS, Job, Model};

use crate::support::{Effects, Numbers, cases, connect, initialize, limits};

const SCOPES: [&str; 2] = ["thread:a", "config"];

#[derive(Clone, Debug)]
enum Step {
    Admit { connection: usize, scope: Option<usize>, shared: bool, permit: bool },
    Finish(prop::sample::Index),
    Suspend(prop::sample::Index),
    Resume,
    Abandon(prop::sample::Index),
    Close(usize),
    Shutdown,
}

fn step() -> impl Strategy<Value = Step> {
    let any_index = any::<prop::sample::Index>;
    let scope = prop::option::weighted(0.7, 0..SCOPES.len());
    prop_oneof![
        40 => (0..CONNECTIONS, scope, any::<bool>(), prop::bool::weighted(0.7)).prop_map(
            |(connection, scope, shared, permit)| Step::Admit { connection, scope, shared, permit }
        ),
        30 => any_index().prop_map(Step::Finish),
        4 => any_index().prop_map(Step::Suspend),
        4 => Just(Step::Resume),
        10 => any_index().prop_map(Step::Abandon),
        1 => (0..CONNECTIONS).prop_map(Step::Close),
        1 => Just(Step::Shutdown),
    ]
}

struct World {
    server: Server<Numbers>,
    connections: Vec<ConnectionId>,
    closed: [bool; CONNECTIONS],
    model: Model,
    /// Every job that was ever admitted, by its number.
    jobs: Vec<Job>,
    running: Vec<u64>,
    /// The one whose handler waits, and does not end before it goes on.
    lent: Option<u64>,
}

impl World {
    fn new(capacity: usize, max_handlers: usize) -> Self {
        let mut server = Server::new(ServerOptions { max_handlers, max_event_bytes: usize::MAX });
        let connections: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let connection = connect(&mut server, limits(capacity, DropPolicy::Coalesce));
                initialize(&mut server, connection);
                connection
            })
            .collect();
        Self {
            server,
            connections,
            closed: [false; CONNECTIONS],
            model: Model { capacity, max_handlers, ..Model::default() },
            jobs: Vec::new(),
            running: Vec::new(),
            lent: None,
        }
    }

    fn run(&mut self, step: &Step) {
        match step {
            Step::Admit { connection, scope, shared, permit } => {
                self.admit(*connection, scope.map(|scope| SCOPES[scope]), *shared, *permit);
            }
            Step::Finish(index) if !self.running.is_empty() => {
                let number = self.running.swap_remove(index.index(self.running.len()));
                let job = self.job(number);
                let run = self.server.finish(self.connections[job.connection], job.needs());
                assert_eq!(run, self.model.finish(&job));
                self.running.extend(run);
            }
            Step::Suspend(index) => {
                let with_permit = self.running.iter().copied().filter(|number| self.job(*number).permit);
                let with_permit: Vec<u64> = with_permit.collect();
                if !with_permit.is_empty() && self.lent.is_none() {
                    let job = self.job(with_permit[index.index(with_permit.len())]);
                    let run = self.server.suspend_handler(self.connections[job.connection]);
                    self.model.running[job.connection] -= 1;
                    assert_eq!(run, self.model.go_on());
                    self.running.retain(|number| *number != job.number);
                    self.lent = Some(job.number);
                    self.running.extend(run);
                }
            }
            Step::Resume => self.resume(),
            Step::Abandon(index) if !self.jobs.is_empty() => {
                let job = self.jobs[index.index(self.jobs.len())].clone();
                self.abandon(&job);
            }
            Step::Close(connection) => self.close(*connection),
            Step::Shutdown => {
                let mut effects = Effects::default();
                let waiting = self.model.for_scope.len() + self.model.for_permit.len();
                if self.server.begin_shutdown(&mut effects).is_some() {
                    assert_eq!(effects.into_dropped().1.count(), waiting);
                    for job in self.jobs.clone() {
                        self.model.drop(&job);
                    }
                }
            }
            Step::Finish(_) | Step::Abandon(_) => {}
        }
        self.check();
    }

    fn job(&self, number: u64) -> Job {
        self.jobs.iter().find(|job| job.number == number).expect("it was admitted").clone()
    }

    fn admit(&mut self, connection: usize, scope: Option<&'static str>, shared: bool, permit: bool) {
        let id = self.connections[connection];
        let mut effects = Effects::default();
        let opened = self.server.open_request(id, None, "thread/start", None, None, &mut effects);
        let Ok((request, generation)) = opened else { return };
        let number = self.jobs.len() as u64;
        let job = Job { number, connection, id: request, generation, scope, shared, permit };
        let admitted = self.server.admit(id, number, &job.id, generation, job.needs(), &mut effects);
        match self.model.admit(&job) {
            Some(true) => {
                assert_eq!(admitted, Ok(Admission::Run(number)));
                self.running.push(number);
            }
            Some(false) => assert_eq!(admitted, Ok(Admission::Waits)),
            None => {
                let message = "in-process app-server request queue is full".into();
                assert_eq!(admitted, Err(Rejection { code: code::OVERLOADED, message }));
                assert_eq!(effects.jobs, [number]);
            }
        }
        self.jobs.push(job);
    }

    fn resume(&mut self) {
        if let Some(number) = self.lent.take() {
            let connection = self.job(number).connection;
            self.server.resume_handler(self.connections[connection]);
            self.model.running[connection] += 1;
            self.running.push(number);
        }
    }

    fn abandon(&mut self, job: &Job) {
        let mut effects = Effects::default();
        let connection = self.connections[job.connection];
        let run = self.server.abandon_request(connection, &job.id, job.generation, &mut effects);
        self.model.drop(job);
        assert_eq!(run, self.model.go_on(), "what waited behind it goes on");
        self.running.extend(run);
    }

    fn close(&mut self, connection: usize) {
        let mut effects = Effects::default();
        let departure = self.server.close_connection(self.connections[connection], &mut effects);
        if std::mem::replace(&mut self.closed[connection], true) {
            return;
        }
        for job in self.jobs.clone().iter().filter(|job| job.connection == connection) {
            self.model.drop(job);
        }
        let run = departure.into_order().jobs;
        assert_eq!(run, self.model.go_on(), "those behind go on");
        self.running.extend(run);
    }

    fn check(&self) {
        assert_eq!(
            self.server.is_ordering(),
            !(self.model.holders.is_empty() && self.model.for_scope.is_empty())
        );
        for (number, connection) in self.connections.iter().enumerate() {
            let stats = self.server.connection_stats(*connection).own;
            assert_eq!(stats.handlers_running, self.model.running[number] as u64);
            assert_eq!(stats.handlers_waiting, self.model.waiting(number) as u64);
            assert_eq!(stats.requests_rejected, self.model.rejected[number]);
        }
        let mut jobs = 0;
        self.server.visit(&mut |_| {}, &mut |_| {}, &mut |_| {}, &mut |_| jobs += 1);
        assert_eq!(jobs, self.model.for_scope.len() + self.model.for_permit.len());
    }

    /// When everything has run, nothing waits and no scope is in use.
    fn finish(mut self) {
        self.resume();
        while let Some(number) = self.running.pop() {
            let job = self.job(number);
            let run = self.server.finish(self.connections[job.connection], job.needs());
            assert_eq!(run, self.model.finish(&job));
            self.running.extend(run);
        }
        let stats = self.server.stats().sums.own;
        assert_eq!((stats.handlers_running, stats.handlers_waiting), (0, 0));
        assert!(!self.server.is_ordering());
    }
}

#[test]
fn requests_run_in_the_order_of_the_model() {
    for (capacity, max_handlers) in [(1, 1), (1, 8), (2, 3), (7, 4), (7, 100)] {
        let mut runner = TestRunner::new(cases(200));
        let result = runner.run(&prop::collection::vec(step(), 0..150), |steps| {
            let mut world = World::new(capacity, max_handlers);
            for step in &steps {
                world.run(step);
            }
            world.finish();
            Ok(())
        });
        if let Err(failure) = result {
            panic!("capacity {capacity}, {max_handlers} handlers: {failure}");
        }
    }
}

/// Requests of one scope, by whether they are shared; what runs after each of them ends.
#[test]
fn an_exclusive_request_waits_for_all_before_it_and_holds_up_all_behind_it() {
    let mut world = World::new(7, 100);
    for shared in [true, true, false, true, true, false] {
        world.admit(0, Some("config"), shared, false);
    }
    assert_eq!(world.running, [0, 1]);
    let mut finish = |number: u64| {
        let job = world.job(number);
        world.server.finish(world.connections[0], job.needs())
    };
    assert_eq!(finish(1), [0; 0]);
    assert_eq!(finish(0), [2]);
    assert_eq!(finish(2), [3, 4]);
    assert_eq!(finish(4), [0; 0]);
    assert_eq!(finish(3), [5]);
    assert_eq!(finish(5), [0; 0]);
    assert!(!world.server.is_ordering());
}

#[test]
fn connections_get_permits_in_turn() {
    let mut world = World::new(7, 1);
    for connection in [0, 0, 0, 1, 1, 2] {
        world.admit(connection, None, false, true);
    }
    let mut order = Vec::new();
    while let Some(number) = world.running.pop() {
        let job = world.job(number);
        order.push(job.connection);
        let run = world.server.finish(world.connections[job.connection], job.needs());
        world.running.extend(run);
    }
    assert_eq!(order, [0, 0, 1, 2, 0, 1], "nobody waits for all of another connection");
}
