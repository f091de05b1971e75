//! The side that writes. It has one thread: while tokens are written, nothing else is done.

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use crate::{
    answers,
    poll::{INPUT, LISTENER, Lines, Poll},
};

/// The most bytes of a request.
const MAX_REQUEST: usize = 16 * 1024 * 1024;

/// A connection that cannot take a token is tried again so often.
const PATIENCE: Duration = Duration::from_micros(200);

struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    is_answered: bool,
    tokens: u64,
}

impl Connection {
    /// Read what has come; whether the other side is still there.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 8 * 1024];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => return false,
                Ok(count) if self.request.len() + count <= MAX_REQUEST => {
                    self.request.extend_from_slice(&bytes[..count]);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return true,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => return false,
            }
        }
    }

    /// Take a whole request out of what has come.
    fn take_request(&mut self) -> bool {
        let Some(end) = self.request.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return false };
        let head = String::from_utf8_lossy(&self.request[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        let whole = end + 4 + length.unwrap_or(0);
        if self.request.len() < whole {
            return false;
        }
        self.request.drain(..whole);
        true
    }

    /// Write all of it, however long the other side takes.
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.stream.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(PATIENCE),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

struct Server {
    listener: TcpListener,
    poll: Poll,
    connections: Vec<Option<Connection>>,
    /// Those whose answer has begun, in the order of their requests.
    answered: Vec<usize>,
    wanted: Option<usize>,
}

/// Answer until standard input ends.
pub(crate) fn serve() -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    rustix::net::listen(&listener, 4096)?; // a thousand connect at once
    println!("{}", listener.local_addr()?.port());
    let poll = Poll::new()?;
    poll.add(&listener, LISTENER)?;
    poll.add(io::stdin(), INPUT)?;
    let mut server = Server { listener, poll, connections: Vec::new(), answered: Vec::new(), wanted: None };
    let mut lines = Lines::default();
    loop {
        for number in server.poll.wait(None)? {
            match number {
                INPUT => match lines.read(io::stdin().lock())? {
                    Some(lines) => lines.iter().try_for_each(|line| server.obey(line))?,
                    None => return Ok(()),
                },
                LISTENER => server.accept()?,
                number => server.look_at(usize::try_from(number).unwrap_or(usize::MAX))?,
            }
        }
        server.tell_that_all_are_here();
    }
}

impl Server {
    fn accept(&mut self) -> io::Result<()> {
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(true)?;
                    stream.set_nodelay(true)?; // every token leaves at once
                    self.poll.add(&stream, self.connections.len() as u64)?;
                    let connection =
                        Connection { stream, request: Vec::new(), is_answered: false, tokens: 0 };
                    self.connections.push(Some(connection));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn look_at(&mut self, number: usize) -> io::Result<()> {
        let Some(Some(connection)) = self.connections.get_mut(number) else { return Ok(()) };
        if !connection.read() {
            self.connections[number] = None;
            self.answered.retain(|&answered| answered != number);
        } else if !connection.is_answered && connection.take_request() {
            connection.is_answered = true;
            connection.tokens = 0;
            connection.write(&answers::begin())?;
            self.answered.push(number);
        }
        Ok(())
    }

    fn tell_that_all_are_here(&mut self) {
        if self.wanted.is_some_and(|wanted| self.answered.len() >= wanted) {
            self.wanted = None;
            println!("here");
        }
    }

    fn obey(&mut self, line: &str) -> io::Result<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["wait", turns] => self.wanted = Some(number(turns)?),
            ["go", tokens, rate] => self.go(number(tokens)?, number(rate)?)?,
            ["end"] => self.end()?,
            _ => return Err(io::Error::other(format!("wait, go and end are known, not {line:?}"))),
        }
        Ok(())
    }

    /// Write tokens, each when it is due. One that is late is not waited for: the next are written the sooner.
    fn go(&mut self, tokens: u64, rate: f64) -> io::Result<()> {
        let token = answers::token();
        let begin = Instant::now();
        let mut written = 0_u32;
        for _ in 0..tokens {
            for &number in &self.answered {
                let due = begin + Duration::from_secs_f64(f64::from(written) / rate);
                let left = due.saturating_duration_since(Instant::now());
                if !left.is_zero() {
                    thread::sleep(left);
                }
                if let Some(connection) = &mut self.connections[number] {
                    connection.write(&token)?;
                    connection.tokens += 1;
                }
                written += 1;
            }
        }
        let seconds = begin.elapsed().as_secs_f64();
        println!("done {written} {seconds} {}", u64::from(written) * token.len() as u64);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        for number in std::mem::take(&mut self.answered) {
            if let Some(connection) = &mut self.connections[number] {
                connection.write(&answers::end(connection.tokens))?;
                connection.is_answered = false;
            }
        }
        println!("ended");
        Ok(())
    }
}

fn number<T: std::str::FromStr>(text: &str) -> io::Result<T> {
    text.parse().map_err(|_| io::Error::other(format!("not a number: {text:?}")))
}
