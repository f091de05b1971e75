//! The filter of system calls, the same for both mechanisms.
//!
//! Files are the matter of mounts and of Landlock. What is left to the filter is what neither knows: other processes, the
//! kernel's further interfaces, and sockets.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction,
    SeccompCmpArgLen::{Dword, Qword},
    SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch, sock_filter,
};

/// Calls that are refused whatever their arguments.
const REFUSED: &[libc::c_long] = &[
    // other processes
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_process_mrelease,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
    // namespaces, roots and mounts
    libc::SYS_setns,
    libc::SYS_chroot,
    libc::SYS_pivot_root,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    OPEN_TREE_ATTR,
    libc::SYS_open_by_handle_at,
    // interfaces of the kernel that see more than their caller, or do what a filter does not see
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_fanotify_init,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_syslog,
    libc::SYS_quotactl,
    QUOTACTL_FD,
    // the machine
    libc::SYS_acct,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_vhangup,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
];

/// Memory, semaphores and queues that belong to no file: refused where the command shares them with others.
const SHARED_BY_NUMBER: &[libc::c_long] = &[
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_semctl,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
];

/// What Landlock does not know about files: refused where no mount is there to refuse it, and nothing may be written.
const METADATA: &[libc::c_long] = &[
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    SETXATTRAT,
    REMOVEXATTRAT,
    FILE_SETATTR,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
];

/// The same by `ioctl`: flags and projects of files.
const METADATA_REQUESTS: [u64; 4] = [0x4008_6602, 0x4004_6602, 0x401C_5820, 0x4008_7602];

/// Not named by the libc crate for every target.
const OPEN_TREE_ATTR: libc::c_long = 467;
const QUOTACTL_FD: libc::c_long = 443;
const FCHMODAT2: libc::c_long = 452;
const SETXATTRAT: libc::c_long = 463;
const REMOVEXATTRAT: libc::c_long = 466;
const FILE_SETATTR: libc::c_long = 469;
const CLONE_NEWTIME: i32 = 0x80;

/// Every kind of namespace that a process can ask for.
const NAMESPACES: [i32; 8] = [
    libc::CLONE_NEWNS,
    libc::CLONE_NEWCGROUP,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
    CLONE_NEWTIME,
];

/// Put input into a terminal, as if its user had typed it.
const TIOCSTI: u64 = 0x5412;
/// The same on a console.
const TIOCLINUX: u64 = 0x541C;

/// What a command with a network may open sockets of: the internet, the machine, and the kernel's answers about both.
const FAMILIES: [i32; 4] = [libc::AF_UNIX, libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK];

/// `ioprio_set` is asked for all processes of a user, the caller's own if no other is named.
const PRIORITY_OF_A_USER: u64 = 3;

/// The bits of the type of a socket that are no flags.
const KIND_OF_SOCKET: u64 = 0xf;

/// What a filter is made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) network: bool,
    /// Whether it has mounts, and memory, semaphores and queues of its own.
    pub(super) has_spaces: bool,
    /// Whether it sees other processes than its own.
    pub(super) sees_others: bool,
}

fn rule(conditions: Vec<SeccompCondition>) -> SeccompRule {
    #[expect(clippy::expect_used, reason = "the lists are never empty, which is all that is refused")]
    SeccompRule::new(conditions).expect("there are conditions")
}

fn condition(argument: u8, operation: SeccompCmpOp, value: u64, is_wide: bool) -> SeccompCondition {
    let length = if is_wide { Qword } else { Dword };
    #[expect(
        clippy::expect_used,
        reason = "a system call has six arguments, and all numbers here are below six"
    )]
    SeccompCondition::new(argument, length, operation, value).expect("there is such an argument")
}

fn has_bits(argument: u8, bits: u64) -> SeccompCondition {
    condition(argument, SeccompCmpOp::MaskedEq(bits), bits, false)
}

fn equals(argument: u8, value: u64) -> SeccompCondition {
    condition(argument, SeccompCmpOp::Eq, value, false)
}

fn differs(argument: u8, value: u64) -> SeccompCondition {
    condition(argument, SeccompCmpOp::Ne, value, false)
}

/// Numbers of C are written into the registers of a call as they are.
fn number(value: i32) -> u64 {
    u64::from(value.cast_unsigned())
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn refuse_by_arguments(rules: &mut Rules) {
    let mut add = |call: libc::c_long, found: Vec<SeccompRule>| rules.entry(call).or_default().extend(found);
    for call in [libc::SYS_unshare, libc::SYS_clone] {
        // The lowest byte of what `clone` takes is a signal, not a flag.
        let kinds = NAMESPACES.iter().filter(|&&kind| call == libc::SYS_unshare || kind != CLONE_NEWTIME);
        add(call, kinds.map(|&kind| rule(vec![has_bits(0, number(kind))])).collect());
    }
    add(libc::SYS_ioctl, [TIOCSTI, TIOCLINUX].map(|request| rule(vec![equals(1, request)])).to_vec());
    let format = u64::from(libc::S_IFMT);
    for (call, argument) in [
        (libc::SYS_mknodat, 2),
        #[cfg(target_arch = "x86_64")]
        (libc::SYS_mknod, 1),
    ] {
        let devices = [libc::S_IFCHR, libc::S_IFBLK].map(u64::from);
        let is_device = |kind| rule(vec![condition(argument, SeccompCmpOp::MaskedEq(format), kind, false)]);
        add(call, devices.map(is_device).to_vec());
    }
}

/// What is asked for another process than the caller's own, which is 0.
fn refuse_by_process(rules: &mut Rules) {
    let mut add = |call: libc::c_long, found: Vec<SeccompRule>| rules.entry(call).or_default().extend(found);
    for call in [
        libc::SYS_prlimit64,
        libc::SYS_sched_setaffinity,
        libc::SYS_sched_setscheduler,
        libc::SYS_sched_setparam,
        libc::SYS_sched_setattr,
    ] {
        add(call, vec![rule(vec![differs(0, 0)])]);
    }
    let of_a_user = number(libc::PRIO_USER.cast_signed());
    add(libc::SYS_setpriority, vec![rule(vec![differs(1, 0)]), rule(vec![equals(0, of_a_user)])]);
    add(libc::SYS_ioprio_set, vec![rule(vec![differs(1, 0)]), rule(vec![equals(0, PRIORITY_OF_A_USER)])]);
}

fn refuse_sockets(rules: &mut Rules, network: bool) {
    if network {
        let others = FAMILIES.map(|family| differs(0, number(family))).to_vec();
        rules.insert(libc::SYS_socket, vec![rule(others)]);
        return;
    }
    // Sockets that are used without being connected could reach any address. Those that are connected reach nobody.
    let kind = |argument, kind| condition(argument, SeccompCmpOp::MaskedEq(KIND_OF_SOCKET), kind, false);
    let without_connection = [libc::SOCK_DGRAM, libc::SOCK_RAW, libc::SOCK_RDM].map(number);
    let mut refused = vec![rule(vec![differs(0, number(libc::AF_UNIX))])];
    refused.extend(without_connection.map(|wanted| rule(vec![kind(1, wanted)])));
    rules.insert(libc::SYS_socket, refused.clone());
    rules.insert(libc::SYS_socketpair, refused);
    rules.insert(libc::SYS_connect, Vec::new());
}

/// One instruction of the machine that filters run on.
fn instruction(code: u32, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code: u16::try_from(code).unwrap_or(u16::MAX), jt, jf, k }
}

/// What is decided before the rules: `clone3`, whose flags are behind a pointer, does not exist, so that the C library
/// takes `clone`; and the second numbering of an x86-64 kernel would go round every rule.
fn first() -> Vec<sock_filter> {
    const NUMBER_OF_CALL: u32 = 0;
    let answer = |errno: i32| {
        instruction(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ERRNO | errno.cast_unsigned(), 0, 0)
    };
    let clone3 = u32::try_from(libc::SYS_clone3).unwrap_or(u32::MAX);
    let before_the_rules = vec![
        instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, NUMBER_OF_CALL, 0, 0),
        instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, clone3, 0, 1),
        answer(libc::ENOSYS),
    ];
    let second_numbering = if cfg!(target_arch = "x86_64") {
        const X32: u32 = 0x4000_0000;
        vec![instruction(libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K, X32, 0, 1), answer(libc::EPERM)]
    } else {
        Vec::new()
    };
    [before_the_rules, second_numbering].concat()
}

/// The program, or why there is none: a processor whose calls are not known.
pub(super) fn program(terms: Terms) -> Result<Vec<sock_filter>, String> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH).map_err(|error| error.to_string())?;
    let mut rules: Rules = REFUSED.iter().map(|&call| (call, Vec::new())).collect();
    refuse_by_arguments(&mut rules);
    if !terms.has_spaces {
        rules.extend(SHARED_BY_NUMBER.iter().chain(METADATA).map(|&call| (call, Vec::new())));
        let requests = METADATA_REQUESTS.map(|request| rule(vec![equals(1, request)]));
        rules.entry(libc::SYS_ioctl).or_default().extend(requests);
    }
    if terms.sees_others {
        refuse_by_process(&mut rules);
    }
    refuse_sockets(&mut rules, terms.network);
    let refusal = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refusal, architecture)
        .map_err(|error| error.to_string())?;
    let rest: BpfProgram = filter.try_into().map_err(|error: seccompiler::BackendError| error.to_string())?;
    Ok([first(), rest].concat())
}

/// A program as the bytes that another program reads it from.
pub(super) fn bytes(program: &[sock_filter]) -> Vec<u8> {
    program
        .iter()
        .flat_map(|step| {
            let [c0, c1] = step.code.to_ne_bytes();
            let [k0, k1, k2, k3] = step.k.to_ne_bytes();
            [c0, c1, step.jt, step.jf, k0, k1, k2, k3]
        })
        .collect()
}
