//! Where there is no sandbox.

use std::{convert::Infallible, ffi::CString, io, path::Path, sync::Arc};

use super::Sandbox;
use crate::commands::LaunchError;

#[derive(Debug)]
pub(crate) struct Walls(Infallible);

impl Walls {
    pub(crate) fn enter(&self) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn wrapped(&self) -> Option<&Wrapped> {
        match self.0 {}
    }

    pub(crate) fn gives_terminal(&self) -> bool {
        match self.0 {}
    }
}

#[derive(Debug)]
pub(crate) struct Wrapped {
    pub(crate) program: CString,
    pub(crate) arguments: Vec<CString>,
}

#[derive(Debug)]
pub(crate) struct Holds(Infallible);

#[derive(Debug)]
pub(crate) struct Places;

impl Places {
    pub(crate) fn new(_tell: impl Fn(&Path, bool) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self)
    }
}

pub(crate) struct Wanted<'a> {
    pub(crate) directory: &'a CString,
    pub(crate) environment: &'a [CString],
    pub(crate) candidates: &'a [CString],
    pub(crate) arguments: &'a [CString],
    pub(crate) has_terminal: bool,
}

pub(crate) fn prepare(
    _sandbox: &Sandbox,
    _wanted: &Wanted<'_>,
    _places: &Arc<Places>,
) -> Result<(Walls, Holds), LaunchError> {
    Err(LaunchError::of_sandbox(libc::EPERM, super::support().to_string()))
}
