//! Whose a file is.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
};

use rustix::process::geteuid;

const WRITABLE_BY_OTHERS: u32 = 0o022;
const STICKY: u32 = 0o1000;

/// Whether others may change a file, or replace what is in a directory: its owner and root always may.
pub(crate) fn is_exposed(file: &fs::Metadata) -> bool {
    let mode = file.permissions().mode();
    let keeps = file.is_dir() && mode & STICKY != 0;
    !is_ours(file) || (mode & WRITABLE_BY_OTHERS != 0 && !keeps)
}

/// Whether a file is owned by root, or by the user of this process.
pub(crate) fn is_ours(file: &fs::Metadata) -> bool {
    [0, geteuid().as_raw()].contains(&file.uid())
}
