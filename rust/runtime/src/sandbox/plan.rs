//! What is mounted for a sandbox, and how: found before the fork.

use std::{
    collections::BTreeSet,
    fs, io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use super::{Sandbox, mounts::of_the_kernel, placeholders::Holds};
use crate::commands::LaunchError;

/// Names at the top of each writable directory that stay as they are, whether they exist or not: what is in them is
/// executed or believed by programs that run outside of the sandbox.
pub const PROTECTED: [&str; 4] = [".git", ".agents", ".codex", ".aws"];

/// How much of a `.git` that is a file is read for the directory that it names.
const POINTER_BYTES: u64 = 4096;

/// What a command sees of the files. All paths are absolute and lead through no links; each of the lists has what is
/// outermost first.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// What may be changed.
    pub(super) roots: Vec<PathBuf>,
    /// The roots again, and each directory between one and what is mounted below it: mounted on themselves, since nothing
    /// else keeps them from being renamed, and others from being put in their places.
    pub(super) anchors: Vec<PathBuf>,
    /// What may not be changed below the roots, nor what is below it.
    named: Vec<PathBuf>,
    /// The same, but for roots that are below it.
    kept: Vec<PathBuf>,
}

impl Plan {
    /// Find what `sandbox` means here and now. What it has to make for that is told to `holds`.
    pub(super) fn new(sandbox: &Sandbox, holds: &mut Holds) -> Result<Self, LaunchError> {
        let mut roots = BTreeSet::new();
        for root in &sandbox.writable {
            match fs::canonicalize(root) {
                Ok(real) => drop(roots.insert(real)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {} // nothing can be written there
                Err(error) => return Err(of_path(&error, root)),
            }
        }
        let mut named = BTreeSet::new();
        for root in roots.iter().filter(|root| root.is_dir()) {
            for name in PROTECTED {
                named.extend(protect(&root.join(name), holds)?);
            }
        }
        let is_below = |path: &PathBuf| roots.iter().any(|root| path.starts_with(root));
        for path in pointed_at(&roots)?.into_iter().filter(&is_below) {
            named.extend(protect(&path, holds)?);
        }
        let mut kept = BTreeSet::new();
        if !roots.is_empty() {
            kept.extend(of_the_kernel().into_iter().filter(&is_below));
        }
        for path in sandbox.protected.iter().filter(|path| is_below(path)) {
            kept.extend(protect(path, holds)?);
        }
        let mut anchors: BTreeSet<PathBuf> = roots.clone();
        for inner in roots.iter().chain(&named).chain(&kept) {
            for outer in roots.iter().filter(|outer| inner.starts_with(outer)) {
                let between = inner.ancestors().skip(1).take_while(|between| *between != outer);
                anchors.extend(between.filter(|between| between.starts_with(outer)).map(Path::to_path_buf));
            }
        }
        anchors.remove(Path::new("/")); // it has no name that could be changed
        let mut plan = Self {
            roots: roots.into_iter().collect(),
            anchors: Vec::new(),
            named: named.into_iter().collect(),
            kept: kept.into_iter().collect(),
        };
        plan.anchors = anchors.into_iter().filter(|path| plan.is_writable(path)).collect();
        Ok(plan)
    }

    /// Whether a command may change what is at a path: what encloses it most closely says so.
    pub(super) fn is_writable(&self, path: &Path) -> bool {
        let closest = |all: &[PathBuf]| {
            all.iter().filter(|one| path.starts_with(one)).map(|one| one.components().count()).max()
        };
        closest(&self.named).is_none() && closest(&self.roots) > closest(&self.kept)
    }

    /// What may not be changed.
    pub(super) fn protected(&self) -> BTreeSet<PathBuf> {
        self.named.iter().chain(&self.kept).cloned().collect()
    }
}

/// The error of a path that the sandbox needs.
fn of_path(error: &io::Error, path: &Path) -> LaunchError {
    LaunchError::of_sandbox(error.raw_os_error().unwrap_or(libc::EIO), format!("{}: {error}", path.display()))
}

/// What stands for a protected name, which is made where it is missing. None where nobody can make it.
fn protect(path: &Path, holds: &mut Holds) -> Result<Option<PathBuf>, LaunchError> {
    if holds.take_if_held(path) {
        return Ok(Some(path.to_path_buf()));
    }
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(LaunchError::of_sandbox(
            libc::ELOOP,
            format!(
                "{} is a link, which cannot be protected from commands; replace it by what it leads to, or do not let \
                 commands write to the directory that it is in",
                path.display()
            ),
        )),
        Ok(_) => Ok(Some(path.to_path_buf())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match holds.make(path) {
            Ok(()) => Ok(Some(path.to_path_buf())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => protect(path, holds),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::PermissionDenied
                        | io::ErrorKind::ReadOnlyFilesystem
                        | io::ErrorKind::NotFound
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(of_path(&error, path)),
        },
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(None),
        Err(error) => Err(of_path(&error, path)),
    }
}

/// The directories that a `.git` leads to: that of a worktree or a submodule if it is a file, and the one it shares.
fn pointed_at(roots: &BTreeSet<PathBuf>) -> Result<Vec<PathBuf>, LaunchError> {
    let mut found = Vec::new();
    for root in roots {
        let mut git = root.join(".git");
        if let Some(directory) = pointer(&git, "gitdir: ") {
            git = followed(root, &directory, roots)?;
            found.push(git.clone());
        }
        if let Some(common) = pointer(&git.join("commondir"), "") {
            found.push(followed(&git, &common, roots)?);
        }
    }
    Ok(found)
}

/// Where a path leads from a real directory on; if it leads nowhere, that of the first name that is missing.
///
/// # Errors
/// It leads through a link that commands could change: what is protected would be where they like.
fn followed(from: &Path, path: &Path, roots: &BTreeSet<PathBuf>) -> Result<PathBuf, LaunchError> {
    let mut place = from.to_path_buf();
    for part in path.components() {
        place.push(part);
        let Ok(found) = fs::symlink_metadata(&place) else { break };
        if found.is_symlink() && roots.iter().any(|root| place.starts_with(root)) {
            return Err(LaunchError::of_sandbox(
                libc::ELOOP,
                format!(
                    "{} is a link on the way from .git to its directory, which cannot be protected from commands; replace \
                 it by what it leads to",
                    place.display()
                ),
            ));
        }
        let Ok(real) = fs::canonicalize(&place) else { break };
        place = real;
    }
    Ok(place)
}

/// The path that a small regular file holds after `prefix`.
fn pointer(path: &Path, prefix: &str) -> Option<PathBuf> {
    let found = fs::symlink_metadata(path).ok()?;
    if !found.is_file() || found.len() > POINTER_BYTES {
        return None;
    }
    let content = fs::read(path).ok()?;
    let line = content.strip_prefix(prefix.as_bytes())?;
    let line = line.split(|&byte| byte == b'\n').next()?;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(line.trim_ascii_end())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Holds, Places};

    #[test]
    fn whatever_lies_between_two_mounts_is_one() {
        let base = std::env::temp_dir().join(format!("appserver-plan-{}", std::process::id()));
        let inner = base.join("a/b/c");
        fs::create_dir_all(inner.join(".git")).expect("a directory");
        let base = fs::canonicalize(base).expect("it is there");
        let inner = base.join("a/b/c");
        let places = Places::new(|_, _| {});
        let sandbox = Sandbox {
            writable: vec![inner.clone(), base.clone(), base.join("missing"), base.join("a/../a/b/c")],
            ..Sandbox::default()
        };
        let mut holds = Holds::new(&places);
        let plan = Plan::new(&sandbox, &mut holds).expect("a plan");
        assert_eq!(plan.roots, [base.clone(), inner.clone()]);
        assert_eq!(plan.anchors, [base.clone(), base.join("a"), base.join("a/b"), inner.clone()]);
        assert_eq!(plan.protected().len(), 2 * PROTECTED.len());

        // Two that need the same places, one after the other and at the same time.
        let mut others = Holds::new(&places);
        assert_eq!(Plan::new(&sandbox, &mut others).expect("a plan").protected(), plan.protected());
        drop(holds);
        assert!(inner.join(".codex").is_dir() && base.join(".git").is_dir());
        drop(others);
        let left = |path: &Path| fs::read_dir(path).expect("a directory").count();
        assert_eq!((left(&base), left(&inner)), (1, 1));
        fs::remove_dir_all(base).expect("it is ours");
    }

    #[test]
    fn what_encloses_a_path_most_closely_says_whether_it_may_be_changed() {
        let plan = Plan {
            roots: vec!["/r".into(), "/r/home/work".into(), "/r/.git/x".into()],
            named: vec!["/r/.git".into(), "/r/home/work/.git".into()],
            kept: vec!["/r/home".into(), "/other".into()],
            ..Plan::default()
        };
        for (path, expected) in [
            ("/r", true),
            ("/r/homes", true),
            ("/r/home", false),
            ("/r/home/config.toml", false),
            ("/r/home/work/file", true),
            ("/r/home/work/.git/config", false),
            ("/r/.git/x", false),
            ("/other/file", false),
            ("/elsewhere", false),
        ] {
            assert_eq!(plan.is_writable(Path::new(path)), expected, "{path}");
        }
    }
}
