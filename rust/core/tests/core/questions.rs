//! Server requests: who is asked, the first answer, those that leave, and those that come later, against plain lists.

mod parts;

use std::collections::HashSet;

use appserver_core::{
    ConnectionId, ConnectionOptions, DropPolicy, Rejection, Server, ServerRequest, Taken, code,
};
use parts::{CONNECTIONS, EXPERIMENTAL, Peer, Question, Step, step};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{Effects, Numbers, cases, discarded, limits, server};

struct World {
    server: Server<Numbers>,
    ids: Vec<ConnectionId>,
    peers: Vec<Peer>,
    capacity: usize,
    known: HashSet<String>,
    questions: Vec<Question>,
    opened: u64,
    rejected: u64,
    shut_down: bool,
    numbers: u64,
    /// References to payloads that were made, and those that came out again.
    made: usize,
    gone: usize,
}

fn name(thread: u8) -> String {
    format!("thread-{thread}")
}

impl World {
    fn new(capacity: usize) -> Self {
        let mut server = server();
        let ids = (0..CONNECTIONS)
            .map(|number| {
                let limits = limits(capacity, DropPolicy::Coalesce);
                let options = ConnectionOptions {
                    limits,
                    legacy_notifications: true,
                    follows_new_threads: number == 0,
                    stall: None,
                    producers_wait: true,
                };
                server.connect(options).expect("it runs")
            })
            .collect();
        Self {
            server,
            ids,
            peers: (0..CONNECTIONS).map(|_| Peer::default()).collect(),
            capacity,
            known: HashSet::new(),
            questions: Vec::new(),
            opened: 0,
            rejected: 0,
            shut_down: false,
            numbers: 0,
            made: 0,
            gone: 0,
        }
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn listens(&self, one: usize) -> bool {
        let peer = &self.peers[one];
        peer.initialized && !peer.closed && !peer.primary_ended
    }

    fn somebody_listens(&self) -> bool {
        (0..CONNECTIONS).any(|one| self.listens(one))
    }

    fn is_subscribed(&self, one: usize, thread: Option<&str>) -> bool {
        thread.is_none_or(|thread| !self.known.contains(thread) || self.peers[one].threads.contains(thread))
    }

    fn run(&mut self, step: &Step) {
        let mut effects = Effects::default();
        match step {
            Step::Initialize(one) => {
                let done = self.server.initialize(self.ids[*one], EXPERIMENTAL[*one], HashSet::new()).is_ok();
                self.peers[*one].initialized |= done;
            }
            Step::OpenThread(thread, starter) => self.open_thread(&name(*thread), *starter),
            Step::SubscribeThread(one, thread) => {
                self.server.subscribe_thread(self.ids[*one], &name(*thread));
                if self.known.contains(&name(*thread)) && !self.peers[*one].closed {
                    self.peers[*one].threads.insert(name(*thread));
                }
            }
            Step::UnsubscribeThread(one, thread) => self.unsubscribe(*one, &name(*thread), &mut effects),
            Step::Ask { thread, stable } => self.ask(thread.map(name), *stable, &mut effects),
            Step::AskAgain(one, thread) => self.ask_again(*one, &name(*thread), &mut effects),
            Step::Answer(one, index) => self.answer(*one, *index, &mut effects),
            Step::GiveUp(index) => {
                let id = self.any(*index);
                let waiter = self.server.close_server_request(id, &mut effects);
                assert_eq!(waiter, self.over(id));
            }
            Step::EndThread(thread) => {
                let closed = self.server.close_thread_server_requests(&name(*thread), &mut effects);
                let its = self.questions.iter().filter(|one| one.thread == Some(name(*thread)));
                let its: Vec<_> = its.map(|question| (question.id, question.waiter)).collect();
                assert_eq!(closed, its, "oldest first");
                for (id, _) in its {
                    self.over(id);
                }
            }
            Step::Read(one) => self.read(*one, &mut effects),
            Step::EndPrimary(one) => self.end_primary(*one, &mut effects),
            Step::Close(one) => self.close(*one, &mut effects),
            Step::Shutdown => {
                if let Some(work) = self.server.begin_shutdown(&mut effects) {
                    self.shut_down = true;
                    let left = work.into_order();
                    let waiters: Vec<_> = self.questions.iter().map(|question| question.waiter).collect();
                    assert_eq!(left.server_requests, waiters, "oldest first");
                    self.gone += left.discarded.len();
                    self.questions.clear();
                    self.peers.iter_mut().for_each(|peer| peer.unread.clear());
                }
            }
        }
        self.gone += discarded(effects).len();
        self.check();
    }

    fn open_thread(&mut self, thread: &str, starter: Option<usize>) {
        self.server.open_thread(thread, starter.map(|starter| self.ids[starter]));
        if self.known.insert(thread.to_owned()) {
            let starter = starter.unwrap_or(0); // the one that follows new threads
            if !self.peers[starter].closed {
                self.peers[starter].threads.insert(thread.to_owned());
            }
        }
    }

    /// A question is over; who waits for it.
    fn over(&mut self, id: i64) -> Option<u64> {
        let position = self.questions.iter().position(|question| question.id == id)?;
        self.peers.iter_mut().for_each(|peer| peer.unread.retain(|(unread, _)| *unread != id));
        Some(self.questions.remove(position).waiter)
    }

    /// An id that was asked, or the one after the last.
    fn any(&self, index: prop::sample::Index) -> i64 {
        let asked = usize::try_from(self.opened + self.rejected).expect("few");
        i64::try_from(index.index(asked + 1)).expect("few")
    }

    fn ask(&mut self, thread: Option<String>, with_stable: bool, effects: &mut Effects) {
        let (payload, waiter) = (self.number(), self.number());
        let stable = with_stable.then(|| self.number());
        let id = self.server.next_server_request_id();
        assert_eq!(id, i64::try_from(self.opened + self.rejected).expect("few"), "ids count from 0");
        let request = ServerRequest { id, method: "ask", payload, stable, waiter, thread: thread.as_deref() };
        let asked = self.server.open_server_request(request, effects);
        self.made += 1 + usize::from(with_stable);
        let audience = (0..CONNECTIONS)
            .filter(|one| !self.peers[*one].closed && self.is_subscribed(*one, thread.as_deref()));
        let audience: Vec<usize> = audience.collect();
        let shown = |one: &usize| with_stable || EXPERIMENTAL[*one];
        let able: Vec<usize> =
            audience.iter().copied().filter(|one| self.listens(*one) && shown(one)).collect();
        let has_room = |one: &usize| self.peers[*one].unread.len() < self.capacity;
        let mut recipients: Vec<usize> = able.iter().copied().filter(has_room).collect();
        let refusal = if self.shut_down {
            Some((code::INTERNAL, "in-process app-server runtime is shutting down"))
        } else if !self.somebody_listens() {
            Some((code::INTERNAL, "in-process server request consumer is closed"))
        } else if !(0..CONNECTIONS).any(|one| self.listens(one) && shown(&one)) {
            Some((code::INVALID_REQUEST, "ask requires experimentalApi capability"))
        } else if !able.is_empty() && recipients.is_empty() {
            Some((code::OVERLOADED, "in-process server request queue is full"))
        } else {
            None
        };
        if refusal.is_some() {
            recipients.clear();
        }
        for one in audience.iter().filter(|one| !recipients.contains(one)) {
            self.peers[*one].rejected += 1;
        }
        if let Some((code, message)) = refusal {
            assert_eq!(asked, Err(Rejection { code, message: message.into() }));
            assert_eq!(effects.waiters, [waiter]);
            self.rejected += 1;
            return;
        }
        assert_eq!(asked, Ok(()));
        self.opened += 1;
        for one in &recipients {
            let shown = if EXPERIMENTAL[*one] { Some(payload) } else { stable };
            self.show(*one, id, shown.expect("it is shown something"), true);
        }
        self.questions.push(Question { id, thread, payload, stable, waiter, asked: recipients });
    }

    fn show(&mut self, one: usize, id: i64, payload: u64, first: bool) {
        self.made += 1;
        let peer = &mut self.peers[one];
        peer.unread.push((id, payload));
        peer.opened += u64::from(first);
    }

    fn ask_again(&mut self, one: usize, thread: &str, effects: &mut Effects) {
        let asked = self.server.ask_again(self.ids[one], thread, effects);
        let mut expected = 0;
        if self.listens(one) && self.is_subscribed(one, Some(thread)) {
            for position in 0..self.questions.len() {
                let question = self.questions[position].clone();
                let is_unread = self.peers[one].unread.iter().any(|(id, _)| *id == question.id);
                let shown = if EXPERIMENTAL[one] { Some(question.payload) } else { question.stable };
                if let Some(shown) = shown
                    && question.thread.as_deref() == Some(thread)
                    && !is_unread
                    && self.peers[one].unread.len() < self.capacity
                {
                    let first = !question.asked.contains(&one);
                    if first {
                        self.questions[position].asked.push(one);
                    }
                    self.show(one, question.id, shown, first);
                    expected += 1;
                }
            }
        }
        assert_eq!(asked, expected);
    }

    fn answer(&mut self, one: usize, index: prop::sample::Index, effects: &mut Effects) {
        let id = self.any(index);
        let waiter = self.server.answer_server_request(self.ids[one], id, effects);
        let may = self.questions.iter().any(|question| question.id == id && question.asked.contains(&one));
        if may {
            assert_eq!(waiter, self.over(id), "the first answer counts");
        } else {
            assert_eq!(waiter, None);
            self.peers[one].late += 1;
        }
    }

    fn leave(&mut self, one: usize, id: i64) {
        self.peers[one].unread.retain(|(unread, _)| *unread != id);
        for question in self.questions.iter_mut().filter(|question| question.id == id) {
            question.asked.retain(|other| *other != one);
        }
    }

    fn unsubscribe(&mut self, one: usize, thread: &str, effects: &mut Effects) {
        let was = self.server.unsubscribe_thread(self.ids[one], thread, effects);
        assert_eq!(was, self.peers[one].threads.remove(thread));
        if was {
            let of_thread = |id: i64| {
                self.questions
                    .iter()
                    .any(|question| question.id == id && question.thread.as_deref() == Some(thread))
            };
            let unread: Vec<i64> = self.peers[one].unread.iter().map(|(id, _)| *id).collect();
            let its: Vec<i64> = unread.into_iter().filter(|id| of_thread(*id)).collect();
            for id in its {
                self.leave(one, id);
            }
        }
    }

    fn read(&mut self, one: usize, effects: &mut Effects) {
        let primary = self.server.primary(self.ids[one]).expect("it is there");
        let peer = &mut self.peers[one];
        let taken = self.server.take(primary, effects);
        if peer.unread.is_empty() {
            let end = if peer.closed || peer.primary_ended { Taken::End } else { Taken::Empty };
            assert_eq!(taken, end);
        } else {
            let (_, payload) = peer.unread.remove(0);
            assert_eq!(taken, Taken::Event { payload, joined: None });
            self.gone += 1;
        }
    }

    /// Those that wait for questions that nobody can answer, if nobody listens.
    fn unattended(&mut self) -> Vec<u64> {
        if self.somebody_listens() {
            return Vec::new();
        }
        let ids =
            self.questions.iter().filter(|question| question.asked.is_empty()).map(|question| question.id);
        let ids: Vec<i64> = ids.collect();
        ids.into_iter().filter_map(|id| self.over(id)).collect()
    }

    fn end_primary(&mut self, one: usize, effects: &mut Effects) {
        let primary = self.server.primary(self.ids[one]).expect("it is there");
        let ended = self.server.end_stream(primary, effects);
        let first = !std::mem::replace(&mut self.peers[one].primary_ended, true);
        let unread: Vec<i64> = self.peers[one].unread.iter().map(|(id, _)| *id).collect();
        for id in unread {
            self.leave(one, id);
        }
        let expected = if first { self.unattended() } else { Vec::new() };
        assert_eq!(ended.waiters, expected, "those whose questions nobody will read");
    }

    fn close(&mut self, one: usize, effects: &mut Effects) {
        let left = self.server.close_connection(self.ids[one], effects).into_order();
        let peer = &mut self.peers[one];
        if std::mem::replace(&mut peer.closed, true) {
            assert_eq!(left.server_requests, [0; 0]);
            return;
        }
        peer.threads.clear();
        let ids: Vec<i64> = self.questions.iter().map(|question| question.id).collect();
        for id in ids {
            self.leave(one, id);
        }
        assert_eq!(left.server_requests, self.unattended());
    }

    fn check(&self) {
        let of = |asked: &dyn Fn(&Question) -> bool| -> Vec<&Question> {
            self.questions.iter().filter(|question| asked(question)).collect()
        };
        let unattended = of(&|question| question.asked.is_empty());
        let ids: Vec<i64> = unattended.iter().map(|question| question.id).collect();
        assert_eq!(self.server.unattended(), ids);
        let all: Vec<u64> = self.questions.iter().map(|question| question.payload).collect();
        assert_eq!(self.server.open_server_requests(None, None), all);
        for (one, peer) in self.peers.iter().enumerate() {
            let its = of(&|question| question.asked.contains(&one));
            let shown = |question: &&Question| {
                if EXPERIMENTAL[one] { Some(question.payload) } else { question.stable }
            };
            let its: Vec<u64> = its.iter().filter_map(shown).collect();
            assert_eq!(self.server.open_server_requests(Some(self.ids[one]), None), its);
            let stats = self.server.connection_stats(self.ids[one]).own;
            assert_eq!(stats.server_requests_unread, peer.unread.len() as u64);
            assert_eq!(stats.server_requests_open, its.len() as u64);
            assert_eq!(
                (stats.server_requests_opened, stats.server_requests_rejected),
                (peer.opened, peer.rejected)
            );
            assert_eq!(stats.late_server_answers, peer.late);
        }
        let sums = self.server.stats().sums.own;
        assert_eq!(
            (sums.server_requests_opened, sums.server_requests_open, sums.server_requests_rejected),
            (self.opened, self.questions.len() as u64, self.rejected)
        );
        let (mut held, mut waiters) = (0, 0);
        self.server.visit(&mut |_| held += 1, &mut |_| waiters += 1, &mut |_| {}, &mut |_| {});
        assert_eq!(self.made, self.gone + held, "every payload is in the core or was handed back");
        assert_eq!(waiters, self.questions.len());
    }
}

#[test]
fn questions_follow_the_lists() {
    for capacity in [1, 2, 7] {
        let mut runner = TestRunner::new(cases(150));
        let result = runner.run(&prop::collection::vec(step(), 0..120), |steps| {
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
