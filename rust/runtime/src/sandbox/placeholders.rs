//! Empty directories that stand for protected names that do not exist, for as long as a command runs.
//!
//! A mount needs a place, so a name that does not exist can be kept from a command in no other way. A place is shared by
//! all commands that need it, and removed with the last of them if it is still empty; when this process dies the watcher
//! removes it.

use std::{
    collections::HashMap,
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// That of a directory that everybody may look into; the sticky bit says that it stands for one that is missing.
const MODE: u32 = 0o1755;

/// Told of each place that is made (true) and removed (false).
type Tell = Box<dyn Fn(&Path, bool) + Send + Sync>;

/// The places of a process.
pub(crate) struct Places {
    held: Mutex<HashMap<PathBuf, usize>>,
    tell: Tell,
}

impl std::fmt::Debug for Places {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Places").field(&self.held).finish()
    }
}

impl Places {
    pub(crate) fn new(tell: impl Fn(&Path, bool) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { held: Mutex::default(), tell: Box::new(tell) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }
}

/// The places that one command needs. They are given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Holds {
    places: Arc<Places>,
    paths: Vec<PathBuf>,
}

impl Holds {
    pub(crate) fn new(places: &Arc<Places>) -> Self {
        Self { places: Arc::clone(places), paths: Vec::new() }
    }

    /// Share a place, if there is one at `path`.
    pub(super) fn take_if_held(&mut self, path: &Path) -> bool {
        let mut held = self.places.lock();
        let Some(count) = held.get_mut(path) else { return false };
        // Somebody may have removed it, or put something else there.
        if !fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
            return false;
        }
        *count += 1;
        self.paths.push(path.to_path_buf());
        true
    }

    /// Make a place where nothing is.
    pub(super) fn make(&mut self, path: &Path) -> io::Result<()> {
        let mut held = self.places.lock();
        (self.places.tell)(path, true); // first: a place that is not there is removed without effect
        let made = fs::DirBuilder::new().mode(MODE).create(path);
        if made.is_ok() {
            *held.entry(path.to_path_buf()).or_default() += 1;
            self.paths.push(path.to_path_buf());
        } else if !held.contains_key(path) {
            (self.places.tell)(path, false);
        }
        made
    }
}

impl Drop for Holds {
    fn drop(&mut self) {
        let mut held = self.places.lock();
        for path in &self.paths {
            let Some(count) = held.get_mut(path) else { continue };
            *count -= 1;
            if *count == 0 {
                held.remove(path);
                let _ = fs::remove_dir(path); // it stays if somebody has put something into it
                (self.places.tell)(path, false);
            }
        }
    }
}
