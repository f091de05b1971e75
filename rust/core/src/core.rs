//! One runtime's state: connection, requests, lanes, subscribers, server requests and lifecycle.

use std::collections::HashSet;

use crate::{
    connection::Connection,
    delivery::{DeliveryRow, DropPolicy},
    effects::Effects,
    error::{CoreError, Rejection},
    event::{Notification, OwnedIds, Taken},
    fan_out::{FanOut, Sent, TicketId, WithoutRoom},
    lanes::{CommandLane, HandlerLane},
    queue::{QueueLimits, QueueStats},
    request_id::RequestId,
    requests::Requests,
    server_requests::ServerRequests,
    stats::CoreStats,
    subscribers::{Filter, SubscriberId},
};

/// What a runtime carries.
pub trait Types {
    /// An event: a notification or a server request.
    type Payload;
    /// Who waits for an answer.
    type Waiter;
    /// Who is woken when there is something to take, or room.
    type Bell;
    /// A request on its way to its handler.
    type Job;

    /// Another reference to the same payload.
    fn share(payload: &Self::Payload) -> Self::Payload;

    /// What a payload belongs to, found where its row says. Asked under the core's lock, and only of payloads that were
    /// sent with [`Notification::ids`] left out. None: it cannot be told under the lock, see [`Sent::NeedsIds`].
    fn ids(payload: &Self::Payload, row: &'static DeliveryRow) -> Option<OwnedIds>;
}

/// A refused request: the reason, and its waiter to be dropped.
type RefusedRequest<W> = (CoreError, Option<W>);

/// What [`Effects`] a core of types `T` leaves.
type EffectsOf<T> = Effects<<T as Types>::Payload, <T as Types>::Bell>;

/// How a runtime is set up.
#[derive(Clone, Copy, Debug)]
pub struct CoreOptions {
    /// The capacity of each lane, and the primary stream's bounds and policy. Zero is clamped to one.
    pub limits: QueueLimits,
    /// Whether `codex/event/...` notifications are sent.
    pub legacy_notifications: bool,
}

impl Default for CoreOptions {
    /// 128 messages a lane, as Codex has it; 8 MiB of events, which holds the text of a long turn.
    fn default() -> Self {
        Self {
            limits: QueueLimits { capacity: 128, max_bytes: 8 << 20, policy: DropPolicy::Coalesce },
            legacy_notifications: true,
        }
    }
}

/// Where a runtime is in its life. It only moves downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lifecycle {
    /// Everything works.
    Running,
    /// Nothing new comes in; turns end, and what has room is delivered.
    Closing,
    /// Nothing is delivered any more; what is queued can be read.
    Closed,
}

/// Who must be told that the runtime shuts down, oldest first: [`Rejection::shutting_down`].
#[derive(Debug)]
pub struct ShutdownWork<T: Types> {
    /// The callers of open client requests.
    pub requests: Vec<T::Waiter>,
    /// The askers of open server requests.
    pub server_requests: Vec<T::Waiter>,
    /// Requests that no handler will see; their callers are among `requests`.
    pub jobs: Vec<T::Job>,
}

/// What a stream leaves.
#[derive(Debug)]
pub struct Ended<W> {
    /// Its last counters.
    pub stats: QueueStats,
    /// The askers of questions that nobody will read now, oldest first: [`Rejection::consumer_closed`].
    pub unread: Vec<W>,
}

/// One runtime.
#[derive(Debug)]
pub struct Core<T: Types> {
    lifecycle: Lifecycle,
    connection: Connection,
    requests: Requests<T::Waiter>,
    commands: CommandLane<T::Job>,
    handlers: HandlerLane<T::Job>,
    server_requests: ServerRequests<T::Waiter>,
    fan_out: FanOut<T::Payload, T::Bell>,
    primary: SubscriberId,
    primary_open: bool,
    shutdown_begun: bool,
    notifications: u64,
    filtered: u64,
    server_requests_rejected: u64,
}

impl<T: Types> Core<T> {
    /// A runtime before its handshake, with its primary stream.
    pub fn new(options: CoreOptions) -> Self {
        let capacity = options.limits.capacity.max(1);
        let mut fan_out = FanOut::default();
        let primary = fan_out.subscribe(Filter::default(), options.limits);
        Self {
            lifecycle: Lifecycle::Running,
            connection: Connection::new(options.legacy_notifications),
            requests: Requests::default(),
            commands: CommandLane::new(capacity),
            handlers: HandlerLane::new(capacity),
            server_requests: ServerRequests::default(),
            fan_out,
            primary,
            primary_open: true,
            shutdown_begun: false,
            notifications: 0,
            filtered: 0,
            server_requests_rejected: 0,
        }
    }

    // ---- getters

    /// Where the runtime is in its life.
    pub fn lifecycle(&self) -> Lifecycle {
        self.lifecycle
    }

    /// Whether the connection's handshake is done.
    pub fn is_initialized(&self) -> bool {
        self.connection.is_initialized()
    }

    /// The primary stream: every notification of the connection, and the server requests.
    pub fn primary(&self) -> SubscriberId {
        self.primary
    }

    /// A snapshot of every counter.
    pub fn stats(&self) -> CoreStats {
        CoreStats {
            requests_opened: self.requests.opened(),
            requests_open: self.requests.len(),
            late_answers: self.requests.late(),
            commands_queued: self.commands.len(),
            handlers_running: self.handlers.running(),
            handlers_waiting: self.handlers.waiting(),
            requests_rejected: self.handlers.rejected(),
            server_requests_opened: self.server_requests.opened(),
            server_requests_open: self.server_requests.len(),
            server_requests_rejected: self.server_requests_rejected,
            late_server_answers: self.server_requests.late(),
            notifications: self.notifications,
            filtered: self.filtered,
            parked: self.fan_out.parked(),
            subscribers: self.fan_out.subscribers() - usize::from(!self.primary_open),
            events: self.fan_out.stats(self.primary),
        }
    }

    /// One stream's counters.
    pub fn subscription_stats(&self, id: SubscriberId) -> QueueStats {
        self.fan_out.stats(id)
    }

    /// Everything held that a garbage collector must see.
    pub fn visit(
        &self,
        payload: &mut dyn FnMut(&T::Payload),
        waiter: &mut dyn FnMut(&T::Waiter),
        bell: &mut dyn FnMut(&T::Bell),
        job: &mut dyn FnMut(&T::Job),
    ) {
        self.fan_out.visit(payload, bell);
        self.requests.waiters().chain(self.server_requests.waiters()).for_each(waiter);
        self.commands.iter().chain(self.handlers.iter()).for_each(job);
    }

    // ---- the connection

    /// Open the connection's gate.
    ///
    /// # Errors
    /// Already initialized, or shut down.
    pub fn initialize(&mut self, experimental: bool, opt_out: HashSet<String>) -> Result<(), CoreError> {
        self.running()?;
        Ok(self.connection.initialize(experimental, opt_out)?)
    }

    fn running(&self) -> Result<(), CoreError> {
        if self.lifecycle == Lifecycle::Running { Ok(()) } else { Err(CoreError::Closed) }
    }

    // ---- client requests

    /// Register a request; gives its id and ticket. A refused request's waiter comes back to be dropped.
    ///
    /// # Errors
    /// Shut down, not initialized, experimental without the capability, or a duplicate id.
    pub fn open_request(
        &mut self,
        id: Option<RequestId>,
        method: &str,
        experimental: Option<&str>,
        waiter: Option<T::Waiter>,
    ) -> Result<(RequestId, u64), RefusedRequest<T::Waiter>> {
        let gate = self.running().and_then(|()| Ok(self.connection.check(method, experimental)?));
        if let Err(error) = gate {
            return Err((error, waiter));
        }
        let id = id.unwrap_or_else(|| self.requests.next_id());
        match self.requests.open(id.clone(), waiter) {
            Ok(ticket) => Ok((id, ticket)),
            Err((rejection, waiter)) => Err((rejection.into(), waiter)),
        }
    }

    /// The request is over: answered, or its caller gave up. Gives the waiter to settle.
    pub fn close_request(&mut self, id: &RequestId, ticket: u64) -> Option<T::Waiter> {
        self.requests.close(id, ticket)
    }

    // ---- the lanes

    /// Queue something for the processor's loop; true when its bell must ring.
    ///
    /// # Errors
    /// The lane is full or the runtime shut down; the job comes back.
    pub fn post_command(&mut self, job: T::Job) -> Result<bool, (CoreError, T::Job)> {
        match self.running() {
            Ok(()) => self.commands.post(job),
            Err(error) => Err((error, job)),
        }
    }

    /// All queued commands, oldest first.
    pub fn take_commands(&mut self) -> Vec<T::Job> {
        self.commands.take()
    }

    /// The lane of requests with an `async` handler.
    pub fn handlers(&mut self) -> &mut HandlerLane<T::Job> {
        &mut self.handlers
    }

    /// Take out a job whose request is over before its handler ran: of the waiting handlers, or of the commands.
    pub fn withdraw_job(&mut self, wanted: impl Fn(&T::Job) -> bool) -> Option<T::Job> {
        self.handlers.remove(&wanted).or_else(|| self.commands.remove(&wanted))
    }

    // ---- server requests

    /// The next id of the server's questions.
    pub fn next_server_request_id(&mut self) -> i64 {
        self.server_requests.next_id()
    }

    /// Queue a question on the primary stream and register who waits for the answer.
    ///
    /// # Errors
    /// The lane is full, nobody is there, or the runtime shuts down; the waiter comes back.
    pub fn open_server_request(
        &mut self,
        id: i64,
        payload: T::Payload,
        waiter: T::Waiter,
        thread: Option<String>,
        effects: &mut EffectsOf<T>,
    ) -> Result<Option<T::Waiter>, (Rejection, T::Waiter)> {
        let listening = self.primary_open && self.connection.is_initialized();
        let queue = self.fan_out.queue(self.primary).filter(|queue| listening && !queue.is_ending());
        let refused = match queue {
            _ if self.lifecycle != Lifecycle::Running => Rejection::shutting_down(),
            None => Rejection::consumer_closed(),
            Some(queue) if queue.server_requests_full() => Rejection::server_request_queue_full(),
            Some(queue) => {
                queue.push_server_request(id, payload, effects);
                return Ok(self.server_requests.open(id, waiter, thread));
            }
        };
        self.server_requests_rejected += 1;
        effects.discarded.push(payload);
        Err((refused, waiter))
    }

    /// The question is over: answered, or its asker gave up. Gives the waiter to settle.
    pub fn close_server_request(&mut self, id: i64, effects: &mut EffectsOf<T>) -> Option<T::Waiter> {
        let waiter = self.server_requests.close(id)?;
        self.forget_unread(id, effects);
        Some(waiter)
    }

    /// End all questions of a thread, oldest first.
    pub fn close_thread_server_requests(
        &mut self,
        thread: &str,
        effects: &mut EffectsOf<T>,
    ) -> Vec<(i64, T::Waiter)> {
        let closed = self.server_requests.close_thread(thread);
        for (id, _) in &closed {
            self.forget_unread(*id, effects);
        }
        closed
    }

    /// A question that is over needs no reader any more; its place in the lane is free again.
    fn forget_unread(&mut self, id: i64, effects: &mut EffectsOf<T>) {
        if self.primary_open
            && let Some(queue) = self.fan_out.queue(self.primary)
        {
            queue.remove_server_request(id, effects);
        }
    }

    // ---- events

    /// Deliver a notification to every matching subscriber. With `may_park` false nothing is delivered if someone
    /// would have to wait. Once the shutdown has begun nobody waits: it goes to those that have room, and a gap stands
    /// for it with the others.
    ///
    /// # Errors
    /// The runtime is closed.
    pub fn send(
        &mut self,
        notification: &Notification<'_>,
        payload: T::Payload,
        may_park: bool,
        effects: &mut EffectsOf<T>,
    ) -> Result<Sent, CoreError> {
        self.notifications += 1;
        if self.lifecycle == Lifecycle::Closed {
            effects.discarded.push(payload);
            return Err(CoreError::Closed);
        }
        if !self.connection.wants(notification.kind) {
            self.filtered += 1;
            effects.discarded.push(payload);
            return Ok(Sent::Delivered);
        }
        let without_room = match (self.lifecycle, may_park) {
            (Lifecycle::Running, true) => WithoutRoom::Park,
            (Lifecycle::Running, false) => WithoutRoom::Refuse,
            _ => WithoutRoom::Skip,
        };
        let sent = self.fan_out.send(notification, payload, T::share, T::ids, without_room, effects);
        if sent == Sent::NeedsIds {
            self.notifications -= 1; // it will be sent again
        }
        Ok(sent)
    }

    /// Show `see` every payload whose ids were not read yet, of those queued where a notification goes: for
    /// [`Core::set_ids`]. The notification's own ids are there.
    pub fn unread(&self, notification: &Notification<'_>, see: &mut dyn FnMut(&T::Payload)) {
        self.fan_out.unread(notification, see);
    }

    /// Tell the ids of queued payloads that [`Core::unread`] has shown for the same notification; `ids_of` gives None
    /// for others.
    pub fn set_ids(
        &mut self,
        notification: &Notification<'_>,
        ids_of: impl Fn(&T::Payload) -> Option<OwnedIds>,
    ) {
        self.fan_out.read_ids(notification, &|payload, _| ids_of(payload));
    }

    /// A further, independent stream.
    ///
    /// # Errors
    /// The runtime is shut down.
    pub fn subscribe(&mut self, filter: Filter, limits: QueueLimits) -> Result<SubscriberId, CoreError> {
        self.running()?;
        Ok(self.fan_out.subscribe(filter, limits))
    }

    /// End a stream: what is queued is thrown away, its parked producers go on. The id may be another stream's from
    /// now on.
    pub fn unsubscribe(&mut self, id: SubscriberId, effects: &mut EffectsOf<T>) -> Ended<T::Waiter> {
        let unread = self.fan_out.queue(id).map(|queue| queue.server_request_ids()).unwrap_or_default();
        let stats = self.fan_out.end(id, effects);
        if id == self.primary {
            self.primary_open = false; // it keeps its number, which everybody knows
        } else {
            self.fan_out.forget(id);
        }
        Ended { stats, unread: unread.into_iter().filter_map(|id| self.server_requests.close(id)).collect() }
    }

    /// The next thing of a stream.
    pub fn take(&mut self, id: SubscriberId, effects: &mut EffectsOf<T>) -> Taken<T::Payload> {
        self.fan_out.take(id, effects)
    }

    /// Arm a bell for the next thing to take.
    ///
    /// # Errors
    /// Something can be taken now; the bell comes back.
    pub fn arm(&mut self, id: SubscriberId, bell: T::Bell) -> Result<u64, T::Bell> {
        match self.fan_out.queue(id) {
            Some(queue) => queue.arm(bell),
            None => Err(bell),
        }
    }

    /// Take back a bell that has not rung.
    pub fn disarm(&mut self, id: SubscriberId, number: u64) -> Option<T::Bell> {
        self.fan_out.queue(id)?.disarm(number)
    }

    /// Arm a parked producer's bell; gives back the one it replaces.
    ///
    /// # Errors
    /// There is nothing to wait for any more; the bell comes back.
    pub fn arm_parked(&mut self, ticket: TicketId, bell: T::Bell) -> Result<Option<T::Bell>, T::Bell> {
        self.fan_out.arm_ticket(ticket, bell)
    }

    /// Whether a parked notification was taken by every subscriber.
    pub fn is_delivered(&self, ticket: TicketId) -> bool {
        self.fan_out.is_delivered(ticket)
    }

    /// Whether a parked notification was taken by a subscriber, so that its producer must not send it again.
    pub fn reached_somebody(&self, ticket: TicketId) -> bool {
        self.fan_out.reached_somebody(ticket)
    }

    /// Give a ticket back; a gap stands for the notification where others have it and one does not. True when the
    /// notification was taken back undelivered. The bell comes back to be dropped.
    pub fn withdraw(&mut self, ticket: TicketId, effects: &mut EffectsOf<T>) -> (bool, Option<T::Bell>) {
        self.fan_out.withdraw(ticket, effects)
    }

    // ---- the end

    /// Stop the intake, wake parked producers, and give out who must be told. None when it has begun before.
    pub fn begin_shutdown(&mut self, effects: &mut EffectsOf<T>) -> Option<ShutdownWork<T>> {
        if std::mem::replace(&mut self.shutdown_begun, true) {
            return None;
        }
        self.lifecycle = self.lifecycle.max(Lifecycle::Closing);
        self.fan_out.release_parked(effects);
        let mut jobs = self.commands.take();
        jobs.extend(self.handlers.clear());
        let server_requests: Vec<_> = self.server_requests.close_all();
        for (id, _) in &server_requests {
            self.forget_unread(*id, effects);
        }
        Some(ShutdownWork {
            requests: self.requests.close_all(),
            server_requests: server_requests.into_iter().map(|(_, waiter)| waiter).collect(),
            jobs,
        })
    }

    /// Close every stream: readers get what is queued, then the end.
    pub fn close(&mut self, effects: &mut EffectsOf<T>) {
        self.lifecycle = Lifecycle::Closed;
        self.fan_out.release_parked(effects);
        self.fan_out.close(effects);
    }
}
