//! The tasks of one runtime: who still runs, and how to end them.

use std::{collections::HashMap, sync::Arc};

use tokio::{runtime::Handle, sync::Notify, task::AbortHandle};

use crate::sync::{Mutex, lock};

#[derive(Debug, Default)]
struct Running {
    /// None for the moment between the start of a task and the knowledge of its handle.
    tasks: HashMap<u64, Option<AbortHandle>>,
    started: u64,
    aborting: bool,
}

/// The tasks that run.
#[derive(Debug)]
pub(crate) struct Tasks {
    tokio: Handle,
    running: Mutex<Running>,
    /// Rings when the last one ends.
    idle: Notify,
}

impl Tasks {
    pub(crate) fn new(tokio: Handle) -> Arc<Self> {
        Arc::new(Self { tokio, running: Mutex::default(), idle: Notify::new() })
    }

    /// Start a task; from any thread.
    pub(crate) fn spawn(self: &Arc<Self>, future: impl Future<Output = ()> + Send + 'static) {
        let number = {
            let mut running = lock(&self.running);
            running.started += 1;
            let number = running.started;
            running.tasks.insert(number, None);
            number
        };
        let entry = Entry { tasks: Arc::clone(self), number };
        let task = self.tokio.spawn(async move {
            let _entry = entry; // dropped after the future, however the task ends
            future.await;
        });
        let mut running = lock(&self.running);
        let aborting = running.aborting;
        if let Some(handle) = running.tasks.get_mut(&number) {
            *handle = Some(task.abort_handle());
        }
        drop(running);
        if aborting {
            task.abort();
        }
    }

    /// End every task at its next await, also those that start later.
    pub(crate) fn abort_all(&self) {
        let handles: Vec<AbortHandle> = {
            let mut running = lock(&self.running);
            running.aborting = true;
            running.tasks.values().flatten().cloned().collect()
        };
        handles.iter().for_each(AbortHandle::abort); // aborting an idle task drops it here, which takes the lock
    }

    /// Wait until no task runs.
    pub(crate) async fn idle(&self) {
        loop {
            let idle = self.idle.notified(); // listens from here on, so that no end is missed
            if lock(&self.running).tasks.is_empty() {
                return;
            }
            idle.await;
        }
    }
}

/// A task's place in the list.
#[derive(Debug)]
struct Entry {
    tasks: Arc<Tasks>,
    number: u64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut running = lock(&self.tasks.running);
        let handle = running.tasks.remove(&self.number);
        let last = running.tasks.is_empty();
        drop(running);
        drop(handle); // the last reference to a task may run its drop
        if last {
            self.tasks.idle.notify_waiters();
        }
    }
}
