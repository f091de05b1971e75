//! A program that somebody has named: whether it may be trusted with what it is to keep.

use std::{fs, io, os::unix::fs::MetadataExt, path::Path};

use rustix::fs::{Access, access};

use crate::ownership::{is_exposed, is_ours};

/// Why a program cannot be used, and what to do, if it cannot. Its path is to be absolute and to lead through no links.
pub fn fault(program: &Path) -> Option<String> {
    let found = match fs::symlink_metadata(program) {
        Ok(found) if found.is_file() => found,
        Ok(_) => return Some("is no file; name a program that is there".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Some("is no file; name a program that is there".to_owned());
        }
        Err(error) => return Some(format!("cannot be looked at ({error}); name a program that can")),
    };
    if access(program, Access::EXEC_OK).is_err() {
        return Some("cannot be executed; chmod +x, or name another program".to_owned());
    }
    if is_exposed(&found) {
        return Some(exposed(program, &found));
    }
    // Whoever may change a directory can put another program there.
    program.ancestors().skip(1).find_map(|directory| match fs::symlink_metadata(directory) {
        Ok(found) if found.is_dir() => is_exposed(&found).then(|| exposed(directory, &found)),
        Ok(_) => {
            Some(format!("leads through {}, which is no directory; name its real path", directory.display()))
        }
        Err(error) => {
            Some(format!("cannot be trusted: {} cannot be looked at ({error})", directory.display()))
        }
    })
}

fn exposed(path: &Path, found: &fs::Metadata) -> String {
    let path = path.display();
    if is_ours(found) {
        return format!(
            "could be changed by others, who may write {path}; chmod go-w, or name another program"
        );
    }
    let owner = found.uid();
    format!("could be changed by user {owner}, who owns {path}; name a program of root, or of one's own")
}
