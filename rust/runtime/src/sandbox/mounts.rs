//! What is mounted where, and what of it is the kernel's.

use std::{
    ffi::OsString,
    os::unix::ffi::OsStringExt,
    path::{Path, PathBuf},
};

/// File systems whose files are the kernel itself: what is written there changes the machine, or other processes, and a
/// user who owns them is asked for no capability.
const OF_THE_KERNEL: [&[u8]; 18] = [
    b"proc",
    b"sysfs",
    b"cgroup",
    b"cgroup2",
    b"debugfs",
    b"tracefs",
    b"securityfs",
    b"configfs",
    b"bpf",
    b"pstore",
    b"efivarfs",
    b"binfmt_misc",
    b"selinuxfs",
    b"smackfs",
    b"fusectl",
    b"resctrl",
    b"devtmpfs",
    b"devpts",
];

/// Where devices are, whatever is mounted there.
pub(super) const DEVICES: &str = "/dev";

/// A mount.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) point: PathBuf,
    /// Whether its files are the kernel's.
    pub(super) is_kernel: bool,
}

/// All mounts of this process.
pub(super) fn mounts() -> Vec<Mount> {
    let table = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    table.split(|&byte| byte == b'\n').filter_map(mount).collect()
}

/// The outermost directories that are the kernel's, and those of devices.
pub(super) fn of_the_kernel() -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from(DEVICES)];
    let mut points: Vec<_> =
        mounts().into_iter().filter(|mount| mount.is_kernel).map(|mount| mount.point).collect();
    points.sort();
    for point in points {
        if !found.iter().any(|outer| point.starts_with(outer)) {
            found.push(point);
        }
    }
    found.retain(|path| path.symlink_metadata().is_ok_and(|about| about.is_dir()) && path != Path::new("/"));
    found
}

/// A line of the table: the fifth field is the point, and the first after a dash the kind.
fn mount(line: &[u8]) -> Option<Mount> {
    let mut fields = line.split(|&byte| byte == b' ');
    let point = PathBuf::from(OsString::from_vec(unescaped(fields.nth(4)?)));
    let kind = fields.skip_while(|&field| field != b"-").nth(1)?;
    Some(Mount { point, is_kernel: OF_THE_KERNEL.contains(&kind) })
}

/// A field of that table: spaces and the like are written as three octal digits.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut found = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&byte, following)) = rest.split_first() {
        let digits = following.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 8).ok());
        if let Some(code) = code.filter(|_| byte == b'\\') {
            found.push(code);
            rest = &following[3..];
        } else {
            found.push(byte);
            rest = following;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_table_of_mounts_are_read() {
        for (field, expected) in [
            ("/plain", "/plain"),
            (r"/with\040space", "/with space"),
            (r"/\134\011", "/\\\t"),
            (r"/cut\04", r"/cut\04"),
            (r"/no\999digits", r"/no\999digits"),
        ] {
            assert_eq!(unescaped(field.as_bytes()), expected.as_bytes());
        }
        assert!(mounts().iter().any(|mount| mount.point == Path::new("/") && !mount.is_kernel));
    }

    #[test]
    fn what_is_the_kernels_is_told_from_files() {
        for (line, point, is_kernel) in [
            ("22 1 0:21 / /proc rw,nosuid shared:5 - proc proc rw", "/proc", true),
            ("22 1 0:21 / /a\\040b rw master:1 shared:5 - sysfs - rw", "/a b", true),
            ("22 1 0:21 / /data rw - ext4 /dev/proc rw,errors=remount-ro", "/data", false),
            ("22 1 0:21 / /dev/shm rw - tmpfs proc rw", "/dev/shm", false),
        ] {
            let found = mount(line.as_bytes());
            assert_eq!(found, Some(Mount { point: point.into(), is_kernel }), "{line}");
        }
        assert_eq!(mount(b""), None);
        let found = of_the_kernel();
        assert!(found.contains(&PathBuf::from("/proc")) && !found.contains(&PathBuf::from("/proc/sys")));
    }
}
