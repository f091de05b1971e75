//! Where frames begin and end in what is read of a WebSocket.
//!
//! The buffer of the frames' reader stays as long as the longest frame was. At a boundary it is empty, and the reader can
//! be made anew.

use std::io::Cursor;

use tokio_tungstenite::tungstenite::protocol::frame::{FrameHeader, coding::OpCode};

#[derive(Debug, Default)]
pub(super) struct Boundary {
    /// The begin of a header.
    head: Vec<u8>,
    /// What is left of the frame's payload.
    left: u64,
    /// Between the fragments of a message.
    is_in_message: bool,
    /// It was no frame; whoever reads it says so.
    is_lost: bool,
    longest: u64,
}

impl Boundary {
    /// Follow what was read.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.is_lost {
            if self.left > 0 {
                let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                self.left -= count as u64;
                bytes = &bytes[count..];
                continue;
            }
            // A header has 14 bytes at most, and is read again with each that is added.
            self.head.push(bytes[0]);
            bytes = &bytes[1..];
            match FrameHeader::parse(&mut Cursor::new(&self.head)) {
                Ok(None) => {}
                Ok(Some((header, length))) => {
                    self.head.clear();
                    self.left = length;
                    self.longest = self.longest.max(length);
                    if matches!(header.opcode, OpCode::Data(_)) {
                        self.is_in_message = !header.is_final;
                    }
                }
                Err(_) => self.is_lost = true,
            }
        }
    }

    /// Whether all that was read is whole messages, one of whose frames was longer than this.
    pub(super) fn is_after(&self, length: usize) -> bool {
        let is_whole = self.left == 0 && self.head.is_empty() && !self.is_in_message && !self.is_lost;
        is_whole && self.longest > length as u64
    }
}

#[cfg(test)]
mod tests {
    use super::Boundary;

    #[test]
    fn frames_in_any_pieces() {
        let mut text = vec![0x01, 3, 1, 2, 3, 0x89, 0, 0x80, 126, 1, 0];
        text.extend([7; 256]);
        for step in 1..text.len() {
            let mut boundary = Boundary::default();
            let mut read = 0;
            for piece in text.chunks(step) {
                boundary.feed(piece);
                read += piece.len();
                assert_eq!(boundary.is_after(255), read == text.len(), "{read}");
            }
            assert!(!boundary.is_after(256));
        }
    }

    #[test]
    fn what_is_no_frame_has_no_end() {
        let mut boundary = Boundary::default();
        boundary.feed(&[0x83, 0, 0x81, 0]);
        assert!(!boundary.is_after(0));
        let mut boundary = Boundary::default();
        boundary.feed(&[0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255]);
        boundary.feed(&[0; 1000]);
        assert!(!boundary.is_after(0));
    }
}
