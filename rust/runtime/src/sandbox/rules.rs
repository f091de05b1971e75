//! What Landlock is told.

use std::{
    fs,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use landlock::{
    ABI, Access, AccessFs, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetError, Scope,
};

use super::{mounts, plan::Plan};

/// The first version that keeps a process from sending signals to others and from abstract sockets: Linux 6.12.
const LEAST: ABI = ABI::V6;

/// Devices that do no harm and that programs cannot do without.
const DEVICES: [&str; 6] = ["null", "zero", "full", "random", "urandom", "tty"];

fn of_devices() -> BitFlags<AccessFs> {
    AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate | AccessFs::IoctlDev
}

fn of_files() -> BitFlags<AccessFs> {
    AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate
}

fn of_directories() -> BitFlags<AccessFs> {
    AccessFs::from_write(LEAST) | AccessFs::ReadFile | AccessFs::IoctlDev
}

/// All that rules are about, as the kernel writes it.
pub(super) fn whole() -> u64 {
    of_directories().bits()
}

/// The ruleset of a plan, as a descriptor that a process restricts itself with.
///
/// # Errors
/// The kernel has no Landlock, or one that cannot do all of it.
pub(super) fn ruleset(plan: &Plan) -> Result<OwnedFd, String> {
    build(plan).map_err(|error| error.to_string()).and_then(|created| {
        Option::<OwnedFd>::from(created).ok_or_else(|| "this kernel has no Landlock".to_owned())
    })
}

fn build(plan: &Plan) -> Result<RulesetCreated, RulesetError> {
    let mut created = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(of_directories())?
        .scope(Scope::from_all(LEAST))?
        .create()?;
    // Everything but devices may be read: there is no rule that takes something away.
    for entry in entries(Path::new("/")).filter(|entry| entry != Path::new(mounts::DEVICES)) {
        created = allow(created, &entry, AccessFs::ReadFile.into())?;
    }
    let devices = Path::new(mounts::DEVICES);
    for name in DEVICES {
        created = allow(created, &devices.join(name), of_devices())?;
    }
    // Not `pts`: the terminals of the user are there, which cannot be told from those that a command makes itself. That of
    // the command is open already, and `tty` leads to it.
    created = allow(created, &devices.join("shm"), AccessFs::ReadFile.into())?;
    for root in &plan.roots {
        let access = if root.is_dir() { of_directories() } else { of_files() };
        if root == Path::new("/") {
            for entry in entries(root).filter(|entry| plan.is_writable(entry)) {
                created = allow(created, &entry, if entry.is_dir() { access } else { of_files() })?;
            }
        } else {
            created = allow(created, root, access)?;
        }
    }
    Ok(created)
}

fn entries(directory: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(directory).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}

/// Allow something at and below a path; nothing where there is no such path.
fn allow(
    created: RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> Result<RulesetCreated, RulesetError> {
    match PathFd::new(path) {
        Ok(found) => created.add_rule(PathBeneath::new(found, access)),
        Err(_) => Ok(created),
    }
}
