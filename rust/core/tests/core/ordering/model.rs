//! The order of requests and the permits as lists that are walked for every question.

use appserver_core::{Needs, RequestId};

pub(super) const CONNECTIONS: usize = 3;

#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) number: u64,
    pub(super) connection: usize,
    pub(super) id: RequestId,
    pub(super) generation: u64,
    pub(super) scope: Option<&'static str>,
    pub(super) shared: bool,
    pub(super) permit: bool,
}

impl Job {
    pub(super) fn needs(&self) -> Needs<'static> {
        Needs { scope: self.scope, shared: self.shared, permit: self.permit }
    }
}

/// The naive model.
#[derive(Default)]
pub(super) struct Model {
    pub(super) capacity: usize,
    pub(super) max_handlers: usize,
    pub(super) running: [usize; CONNECTIONS],
    pub(super) rejected: [u64; CONNECTIONS],
    /// Scopes, and whether their holder is shared.
    pub(super) holders: Vec<(&'static str, bool)>,
    pub(super) for_scope: Vec<Job>,
    pub(super) for_permit: Vec<Job>,
    /// Connections with jobs that wait for permits, the next one first.
    pub(super) turns: Vec<usize>,
}

impl Model {
    pub(super) fn waiting(&self, connection: usize) -> usize {
        let is_its = |job: &&Job| job.connection == connection;
        self.for_scope.iter().chain(&self.for_permit).filter(is_its).count()
    }

    fn scope_free(&self, job: &Job, before: &[Job]) -> bool {
        let Some(scope) = job.scope else { return true };
        let mut holders = self.holders.iter().filter(|(held, _)| *held == scope).peekable();
        !before.iter().any(|other| other.scope == job.scope)
            && (holders.peek().is_none() || (job.shared && holders.all(|(_, shared)| *shared)))
    }

    fn permit_free(&self, connection: usize) -> bool {
        self.running[connection] < self.capacity && self.running.iter().sum::<usize>() < self.max_handlers
    }

    fn line(&self, connection: usize) -> usize {
        self.for_permit.iter().filter(|job| job.connection == connection).count()
    }

    /// Some(true): it runs. Some(false): it waits. None: it is refused.
    pub(super) fn admit(&mut self, job: &Job) -> Option<bool> {
        let gets_scope = self.scope_free(job, &self.for_scope.clone());
        let gets_permit = !job.permit || (self.permit_free(job.connection) && self.line(job.connection) == 0);
        if !(gets_scope && gets_permit) && self.waiting(job.connection) >= self.capacity {
            self.rejected[job.connection] += 1;
            return None;
        }
        if !gets_scope {
            self.for_scope.push(job.clone());
            return Some(false);
        }
        self.holders.extend(job.scope.map(|scope| (scope, job.shared)));
        if !gets_permit {
            self.wait_for_permit(job.clone());
            return Some(false);
        }
        self.running[job.connection] += usize::from(job.permit);
        Some(true)
    }

    fn wait_for_permit(&mut self, job: Job) {
        if !self.turns.contains(&job.connection) {
            self.turns.push(job.connection);
        }
        self.for_permit.push(job);
    }

    fn leave_scope(&mut self, job: &Job) {
        if let Some(scope) = job.scope {
            let held = self.holders.iter().position(|holder| *holder == (scope, job.shared));
            self.holders.remove(held.expect("it holds its scope"));
        }
    }

    pub(super) fn finish(&mut self, job: &Job) -> Vec<u64> {
        if job.permit {
            self.running[job.connection] -= 1;
        }
        self.leave_scope(job);
        self.go_on()
    }

    pub(super) fn drop(&mut self, job: &Job) {
        if let Some(position) = self.for_scope.iter().position(|other| other.number == job.number) {
            self.for_scope.remove(position);
        } else if let Some(position) = self.for_permit.iter().position(|other| other.number == job.number) {
            self.for_permit.remove(position);
            self.leave_scope(job);
            if self.line(job.connection) == 0 {
                self.turns.retain(|connection| *connection != job.connection);
            }
        }
    }

    pub(super) fn go_on(&mut self) -> Vec<u64> {
        let mut run = Vec::new();
        let mut left = Vec::new();
        for job in std::mem::take(&mut self.for_scope) {
            if !self.scope_free(&job, &left) {
                left.push(job);
                continue;
            }
            self.holders.extend(job.scope.map(|scope| (scope, job.shared)));
            if job.permit {
                self.wait_for_permit(job);
            } else {
                run.push(job.number);
            }
        }
        self.for_scope = left;
        while let Some(turn) = self.turns.iter().position(|connection| self.permit_free(*connection)) {
            let connection = self.turns.remove(turn);
            let next = self.for_permit.iter().position(|job| job.connection == connection);
            let job = self.for_permit.remove(next.expect("it has its turn because something waits"));
            self.running[connection] += 1;
            if self.line(connection) > 0 {
                self.turns.push(connection);
            }
            run.push(job.number);
        }
        run
    }
}
