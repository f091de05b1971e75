//! The side that reads: nothing is looked at.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use rustix::time::{ClockId, clock_gettime};

use crate::poll::{INPUT, Lines, Poll};

const REQUEST: &[u8] = b"POST /v1/responses HTTP/1.1\r\nhost: model\r\ncontent-length: 2\r\n\r\n{}";

/// Ask so many times at once, and count the bytes that come until standard input ends.
pub(crate) fn read(port: u16, turns: usize) -> io::Result<()> {
    let mut poll = Poll::new()?;
    poll.add(io::stdin(), INPUT)?;
    let mut streams = Vec::with_capacity(turns);
    for number in 0..turns {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.write_all(REQUEST)?;
        stream.set_nonblocking(true)?;
        poll.add(&stream, number as u64)?;
        streams.push(stream);
    }
    let mut lines = Lines::default();
    let mut total = 0;
    let mut bytes = vec![0; 64 * 1024];
    loop {
        for number in poll.wait(None)? {
            if number == INPUT {
                let Some(asked) = lines.read(io::stdin().lock())? else { return Ok(()) };
                for _ in asked {
                    let time = clock_gettime(ClockId::ProcessCPUTime);
                    println!("{total} {}.{:09}", time.tv_sec, time.tv_nsec);
                }
            } else if let Some(stream) = usize::try_from(number).ok().and_then(|n| streams.get_mut(n)) {
                match stream.read(&mut bytes) {
                    Ok(0) => return Err(io::Error::other("an answer was cut")),
                    Ok(count) => total += count,
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
}
