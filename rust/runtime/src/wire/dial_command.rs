//! A child process as a peer: JSON lines over its standard input and output.

use std::{ffi::CString, io, os::fd::OwnedFd, sync::Arc};

use tokio::{runtime::Handle, time::timeout};

use super::{
    arrival::{Ending, Transport},
    limits::CLOSING,
    lines::{self, Over},
    link::Link,
    shared::{Order, code},
};
use crate::commands::{Cause, Command, Groups, Input, Launch, Outputs};

/// What is started.
#[derive(Debug)]
pub struct Program {
    /// A path, or a name that is looked for in the `PATH` of `environment`, and its arguments.
    pub arguments: Vec<CString>,
    /// The directory to run in.
    pub directory: CString,
    /// The whole environment: `NAME=value` each.
    pub environment: Vec<CString>,
    /// Where its standard error goes; None: to this process's.
    pub stderr: Option<OwnedFd>,
}

/// Start a program, and serve the connection.
///
/// # Errors
/// The system has no descriptors left.
pub(super) fn start(link: Link, runtime: &Handle, groups: Arc<Groups>, program: Program) -> io::Result<()> {
    let (stdin, writing) = io::pipe()?;
    let (reading, stdout) = io::pipe()?;
    let Program { arguments, directory, environment, stderr } = program;
    let outputs = Outputs { stdout: stdout.into(), stderr };
    let launch = Launch {
        arguments,
        directory,
        environment,
        input: Input::File(stdin.into()),
        outputs: Some(outputs),
        stderr: None,
        sandbox: None,
    };
    let command = Command::start(runtime, groups, launch, None)?;
    runtime.spawn(run(link, command, runtime.clone(), reading.into(), writing.into()));
    Ok(())
}

async fn run(link: Link, command: Command, runtime: Handle, reading: OwnedFd, writing: OwnedFd) {
    let started = tokio::select! {
        () = link.ordered_to_end() => return, // which kills it
        started = command.started() => started,
    };
    if let Err(error) = started {
        link.order(Order::new(code::NORMAL, Ending::Refused, format!("cannot start the command: {error}")));
        return;
    }
    // A failure is told when the link is dropped.
    let _ = lines::start(link, Transport::Command, reading, writing, move |over| {
        runtime.spawn(end(command, over));
    });
}

/// End the command, whose standard input is closed, unless it ends by itself; the owner is told afterwards.
async fn end(command: Command, over: Over) {
    let has_ended = timeout(CLOSING, command.over()).await;
    if has_ended.is_err() {
        command.stop();
    }
    let Some(outcome) = command.over().await else { return };
    over.explain(match (outcome.cause, outcome.exit_code) {
        (Cause::Exited | Cause::ExitedAndLeft, Some(code)) => {
            format!("the command ended with exit code {code}")
        }
        (Cause::Exited | Cause::ExitedAndLeft, None) => "the command ended".to_owned(),
        (Cause::Stopped | Cause::TimedOut, _) => {
            "the command closed its standard output, or its input, and was ended".to_owned()
        }
    });
}
