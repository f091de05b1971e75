//! Commands: their output, their ends, and what becomes of their groups.

use std::{
    ffi::CString,
    fs,
    os::fd::OwnedFd,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use appserver_runtime::{
    TokioOwner,
    commands::{
        Cause, Command, Input, Launch, LaunchError, MAX_UNREAD_INPUT, Outcome, TerminalSize, Written,
    },
};

fn text(text: &str) -> CString {
    CString::new(text).expect("no null byte")
}

fn launch(arguments: &[&str]) -> Launch {
    Launch {
        arguments: arguments.iter().map(|argument| text(argument)).collect(),
        directory: text("/"),
        environment: vec![text("PATH=/usr/bin:/bin"), text("COLOUR=green")],
        input: Input::Empty,
        outputs: None,
        stderr: None,
        sandbox: None,
    }
}

/// What its owner types at a terminal.
fn terminal(arguments: &[&str]) -> Launch {
    Launch { input: Input::Terminal(TerminalSize { rows: 24, columns: 80 }), ..launch(arguments) }
}

fn shell(script: &str) -> Launch {
    launch(&["/bin/sh", "-c", script])
}

/// Wait for what no event of this process tells.
fn until<R>(mut look: impl FnMut() -> Option<R>) -> R {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "it never came");
        thread::sleep(Duration::from_millis(1));
    }
}

fn finish(command: &Command) -> Result<(Outcome, String), LaunchError> {
    let mut output = Vec::new();
    loop {
        match command.take()? {
            Some(piece) if piece.is_empty() => thread::sleep(Duration::from_millis(1)),
            Some(piece) => output.extend(piece),
            None => break,
        }
    }
    Ok((command.outcome().expect("it has ended"), String::from_utf8(output).expect("text")))
}

fn run(launch: Launch, timeout: Option<Duration>) -> Result<(Outcome, String), LaunchError> {
    let owner = TokioOwner::new();
    finish(&owner.start_command(launch, timeout).expect("a thread"))
}

/// Take output until a line is there; the number that it holds.
fn number(command: &Command) -> i32 {
    let mut output = String::new();
    until(|| {
        output += &String::from_utf8(command.take().expect("started")?).expect("text");
        output.strip_suffix('\n')?.parse().ok()
    })
}

fn lives(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !matches!(stat.rsplit(") ").next().and_then(|rest| rest.chars().next()), None | Some('Z' | 'X'))
}

#[test]
fn output_and_exit_code() {
    let (outcome, output) = run(shell("echo $COLOUR; echo err >&2; cat; exit 3"), None).expect("started");
    assert_eq!(output, "green\nerr\n");
    assert_eq!(outcome.exit_code, Some(3));
    assert!(outcome.has_ended && outcome.cause == Cause::Exited);
    assert_eq!(run(shell("kill -9 $$"), None).expect("started").0.exit_code, Some(137));
}

#[test]
fn a_program_is_looked_for_in_its_own_environment() {
    assert_eq!(run(launch(&["sh", "-c", "echo found"]), None).expect("started").1, "found\n");
    let mut missing = launch(&["sh", "-c", "true"]);
    missing.environment = vec![text("PATH=/nowhere")];
    assert_eq!(run(missing, None), Err(LaunchError { errno: 2, about: Some(text("sh")), sandbox: None }));
}

#[test]
fn what_is_missing_is_named() {
    let error = run(launch(&["/no/such/program"]), None).expect_err("not there");
    assert_eq!((error.errno, error.about), (2, Some(text("/no/such/program"))));
    let mut elsewhere = shell("true");
    elsewhere.directory = text("/no/such/directory");
    let error = run(elsewhere, None).expect_err("not there");
    assert_eq!((error.errno, error.about), (2, Some(text("/no/such/directory"))));
    assert_eq!(run(launch(&[]), None).expect_err("nothing to start").errno, 22);
}

#[test]
fn standard_input_is_a_file() {
    let mut reads = shell("cat");
    reads.input = Input::File(OwnedFd::from(fs::File::open("/proc/self/comm").expect("it is there")));
    assert!(!run(reads, None).expect("started").1.is_empty());
}

#[test]
fn a_command_has_its_time() {
    let (outcome, output) =
        run(shell("trap '' TERM; echo said; sleep 100"), Some(Duration::from_millis(50))).expect("started");
    assert_eq!((outcome.exit_code, outcome.cause, output.as_str()), (Some(137), Cause::TimedOut, "said\n"));
}

#[test]
fn what_a_command_leaves_is_ended() {
    let (outcome, output) = run(shell("sleep 100 & echo $!"), None).expect("started");
    assert!(outcome.cause == Cause::ExitedAndLeft && outcome.has_ended);
    assert_eq!(outcome.exit_code, Some(0));
    assert!(!lives(output.trim().parse().expect("a number")));
}

#[test]
fn a_stalled_owner_holds_up_no_ending() {
    let owner = TokioOwner::new();
    let script = "sleep 100 & echo $! > /proc/self/fd/0; head -c 50000 /dev/zero; exit 0";
    let directory = std::env::temp_dir().join(format!("appserver-commands-{}", std::process::id()));
    let file = fs::File::options().create(true).truncate(true).read(true).write(true).open(&directory);
    let mut launch = shell(script);
    launch.input = Input::File(file.expect("a file").into());
    let command = owner.start_command(launch, None).expect("a thread");
    let outcome = until(|| command.outcome()); // nothing was taken
    assert_eq!(outcome.cause, Cause::ExitedAndLeft);
    let left = fs::read_to_string(&directory).expect("written").trim().parse().expect("a number");
    fs::remove_file(&directory).expect("it is there");
    assert!(!lives(left));
    assert_eq!(finish(&command).expect("started").1.len(), 50_000);
}

#[test]
fn output_is_not_read_far_ahead() {
    let owner = TokioOwner::new();
    let command = owner.start_command(shell("exec cat /dev/zero"), None).expect("a thread");
    let first = until(|| command.take().expect("started").filter(|piece| !piece.is_empty()));
    assert!(first.len() <= 64 * 1024);
    command.stop();
    assert_eq!(until(|| command.outcome()).cause, Cause::Stopped);
}

#[test]
fn a_group_is_stopped_with_all_its_members() {
    let owner = TokioOwner::new();
    let script = "trap '' TERM; (while :; do sleep 0.01; done) & echo $!; wait";
    let command = owner.start_command(shell(script), None).expect("a thread");
    let member = number(&command);
    command.stop();
    command.stop();
    let outcome = until(|| command.outcome());
    assert!(outcome.cause == Cause::Stopped && outcome.has_ended && !lives(member));
}

#[test]
fn a_command_that_is_dropped_is_killed() {
    let owner = TokioOwner::new();
    let command = owner.start_command(shell("echo $$; exec sleep 100"), None).expect("a thread");
    let leader = number(&command);
    drop(command);
    until(|| (!Path::new(&format!("/proc/{leader}")).exists()).then_some(())); // reaped as well
}

#[test]
fn a_stopped_runtime_has_killed_its_commands() {
    let owner = TokioOwner::new();
    let command = owner.start_command(shell("echo $$; exec sleep 100"), None).expect("a thread");
    let leader = number(&command);
    owner.stop();
    until(|| (!lives(leader)).then_some(()));
    until(|| command.take().expect("started").is_none().then_some(()));
}

#[test]
fn a_group_whose_leader_somebody_else_has_reaped_is_not_signalled() {
    let owner = TokioOwner::new();
    let command = owner.start_command(shell("echo $$; exec sleep 100"), None).expect("a thread");
    let leader = rustix::process::Pid::from_raw(number(&command)).expect("not 0");
    rustix::process::kill_process(leader, rustix::process::Signal::KILL).expect("ours");
    // One of the two takes it; either way the end is told.
    let _ = rustix::process::waitpid(Some(leader), rustix::process::WaitOptions::empty());
    let outcome = until(|| command.outcome());
    assert!(outcome.exit_code.is_none_or(|code| code == 137));
}

/// What a command has written, once it holds `wanted`.
fn read_until(command: &Command, wanted: &str) -> String {
    let mut output = Vec::new();
    until(|| {
        output.extend(command.take().expect("it runs").unwrap_or_default());
        String::from_utf8_lossy(&output)
            .contains(wanted)
            .then(|| String::from_utf8_lossy(&output).into_owned())
    })
}

#[test]
fn a_terminal_is_typed_at_and_has_a_size() {
    let owner = TokioOwner::new();
    let script = "tty -s && stty size && read line && echo \"<$line>\" && trap 'stty size; exit 3' WINCH && echo ready \
        && while :; do sleep 0.05; done";
    let command = owner.start_command(terminal(&["/bin/sh", "-c", script]), None).expect("it is started");
    assert_eq!(command.write(b"typed\n"), Written::Taken);
    let output = read_until(&command, "ready");
    assert!(output.contains("24 80\r\n") && output.contains("<typed>\r\n"), "{output:?}");
    assert!(command.process_id().is_some());
    command.resize(TerminalSize { rows: 50, columns: 132 });
    let (outcome, output) = finish(&command).expect("it was started");
    assert!(output.contains("50 132"), "{output:?}");
    assert_eq!((outcome.exit_code, outcome.cause, outcome.has_ended), (Some(3), Cause::Exited, true));
    assert_eq!((command.write(b"x"), command.process_id()), (Written::Closed, None));
}

#[test]
fn keys_that_interrupt_reach_what_runs_in_the_terminal() {
    let owner = TokioOwner::new();
    let command = owner.start_command(terminal(&["sleep", "1000"]), None).expect("it is started");
    assert_eq!(command.write(&[3]), Written::Taken);
    let (outcome, _) = finish(&command).expect("it was started");
    assert_eq!((outcome.exit_code, outcome.cause), (Some(128 + libc::SIGINT), Cause::Exited));

    let command = owner.start_command(terminal(&["cat"]), None).expect("it is started");
    command.write(b"line\n");
    command.close_input();
    let (outcome, output) = finish(&command).expect("it was started");
    assert_eq!((outcome.exit_code, output.as_str()), (Some(0), "line\r\nline\r\n"));
}

#[test]
fn a_command_reads_what_its_owner_writes_within_a_bound() {
    let owner = TokioOwner::new();
    let piped = |script: &str| Launch { input: Input::Pipe, ..shell(script) };
    let command = owner.start_command(piped("head -c 3; cat | wc -c"), None).expect("it is started");
    assert_eq!(command.write(b"abc"), Written::Taken);
    assert_eq!(command.write(&vec![b'x'; MAX_UNREAD_INPUT / 2]), Written::Taken);
    command.close_input();
    assert_eq!(command.write(b"more"), Written::Closed);
    let (_, output) = finish(&command).expect("it was started");
    assert!(output.starts_with("abc"), "{output:?}"); // head may have read more than it says

    for launch in [piped("exec sleep 1000"), terminal(&["sleep", "1000"])] {
        let command = owner.start_command(launch, None).expect("it is started");
        assert_eq!(command.write(&vec![b'x'; MAX_UNREAD_INPUT]), Written::Taken);
        assert_eq!(command.write(&vec![b'x'; MAX_UNREAD_INPUT]), Written::Full);
        command.stop();
        assert!(until(|| command.outcome()).has_ended);
        assert_eq!(command.write(b"x"), Written::Closed);
    }
    let command = owner.start_command(shell("sleep 1000"), None).expect("it is started");
    assert_eq!(command.write(b"x"), Written::Closed);
}

#[test]
fn the_output_of_a_terminal_is_whole() {
    let owner = TokioOwner::new();
    let script = "stty -opost; head -c 1000000 /dev/zero | tr '\\0' x; trap '' HUP; sleep 1000 & echo end";
    let command = owner.start_command(terminal(&["/bin/sh", "-c", script]), None).expect("it is started");
    let (outcome, output) = finish(&command).expect("it was started");
    assert_eq!((output.len(), outcome.cause), (1_000_004, Cause::ExitedAndLeft));
    assert!(output.ends_with("end\n"));
}

#[test]
fn what_is_killed_is_not_asked_to_end() {
    let owner = TokioOwner::new();
    for _ in 0..50 {
        let command = owner.start_command(shell("trap 'exit 3' TERM; echo ready; while :; do :; done"), None);
        let command = command.expect("it is started");
        read_until(&command, "ready");
        command.kill();
        let outcome = until(|| command.outcome());
        assert_eq!((outcome.exit_code, outcome.cause), (Some(128 + libc::SIGKILL), Cause::Stopped));
    }
}
