//! The framing, with keys that lie.

use super::*;
use alloc::vec;
use proptest::prelude::*;

const OURS: Channel = Channel([1, 2, 3, 4]);

fn receive(reports: &[[u8; REPORT]]) -> Result<Option<Vec<u8>>, CardError> {
    let mut receiver = Receiver::new(OURS, Command::Cbor);
    for (number, report) in reports.iter().enumerate() {
        match receiver.take(report)? {
            Received::Message(message) => {
                assert_eq!(number, reports.len() - 1, "more came than was needed");
                return Ok(Some(message.expose().to_vec()));
            }
            Received::Part | Received::Waiting { .. } => {}
        }
    }
    Ok(None)
}

fn cut(length: usize) -> (Vec<u8>, Vec<[u8; REPORT]>) {
    let message: Vec<u8> = (0..length).map(|n| n.to_le_bytes()[0]).collect();
    let reports = reports(OURS, Command::Cbor, &message).unwrap();
    (message, reports)
}

#[test]
fn a_message_is_cut_as_the_standard_says() {
    let (message, reports) = cut(57 + 59 + 1);
    assert_eq!(reports.len(), 3);
    assert_eq!(reports[0][..7], [1, 2, 3, 4, 0x90, 0, 117]);
    assert_eq!(reports[0][7..], message[..57]);
    assert_eq!(reports[1][..5], [1, 2, 3, 4, 0]);
    assert_eq!(reports[1][5..], message[57..116]);
    assert_eq!(reports[2][..7], [1, 2, 3, 4, 1, message[116], 0]);
}

#[test]
fn messages_of_every_length_come_back_whole() {
    for length in [0, 1, 56, 57, 58, 116, 117, 1024, LONGEST] {
        let (message, reports) = cut(length);
        assert_eq!(receive(&reports), Ok(Some(message)), "{length}");
    }
    assert_eq!(LONGEST, 7609);
    assert!(reports(OURS, Command::Cbor, &vec![0; LONGEST + 1]).is_err());
}

#[test]
fn reports_of_other_programs_are_left_alone_wherever_they_come() {
    let (message, ours) = cut(300);
    let mut theirs = ours[1];
    theirs[0] = 9;
    let mixed: Vec<_> = ours.iter().flat_map(|report| [theirs, *report]).collect();
    assert_eq!(receive(&mixed), Ok(Some(message)));
}

#[test]
fn a_gap_a_repetition_and_a_second_beginning_are_refused() {
    let (_, reports) = cut(300);
    let broken: [Vec<usize>; 5] = [
        vec![0, 2],
        vec![0, 1, 1],
        vec![0, 0],
        vec![1],
        vec![0, 2, 1],
    ];
    for order in broken {
        let reports: Vec<_> = order.iter().map(|number| reports[*number]).collect();
        let outcome = receive(&reports);
        assert!(matches!(outcome, Err(CardError::Malformed(_))), "{order:?}");
    }
}

#[test]
fn a_length_that_no_message_has_is_refused() {
    let (_, mut reports) = cut(10);
    reports[0][5..7].copy_from_slice(&[0xff, 0xff]);
    assert!(matches!(receive(&reports), Err(CardError::Malformed(_))));
    reports[0][5..7].copy_from_slice(&7610_u16.to_be_bytes());
    assert!(matches!(receive(&reports), Err(CardError::Malformed(_))));
}

#[test]
fn another_command_and_reports_that_are_cut_off_are_refused() {
    let (_, reports) = cut(10);
    let mut other = reports[0];
    other[4] = 0x83;
    assert!(receive(&[other]).is_err());
    let mut receiver = Receiver::new(OURS, Command::Cbor);
    for length in 0..7 {
        assert!(receiver.take(&reports[0][..length]).is_err(), "{length}");
    }
    // One that is cut off behind its header brings nothing for ever.
    assert!(receiver.take(&reports[0][..7]).is_err());
}

#[test]
fn a_key_that_waits_says_for_what_and_its_errors_have_names() {
    let mut receiver = Receiver::new(OURS, Command::Cbor);
    let mut told = |command: u8, status: u8| receiver.take(&[1, 2, 3, 4, command, 0, 1, status]);
    let touch = |outcome| matches!(outcome, Ok(Received::Waiting { touch: true }));
    assert!(touch(told(0xbb, 2)));
    assert!(!touch(told(0xbb, 1)));
    assert_eq!(told(0xbf, 1).err(), Some(CardError::PrfAbsent));
    assert_eq!(told(0xbf, 6).err(), Some(CardError::InUse));
    assert_eq!(told(0xbf, 0x7f).err(), Some(CardError::Reader));
    // Also in the middle of a message.
    let (_, reports) = cut(300);
    assert!(receiver.take(&reports[0]).is_ok());
    let error = receiver.take(&[1, 2, 3, 4, 0xbf, 0, 1, 0x05]);
    assert_eq!(error.err(), Some(CardError::Reader));
}

#[test]
fn a_channel_is_taken_from_the_answer_to_our_own_nonce() {
    let nonce = [7; 8];
    let mut answer = Vec::from(nonce);
    answer.extend([1, 2, 3, 4, 2, 5, 0, 0, 0x05]);
    assert_eq!(Channel::given(&answer, &nonce), Ok(Some(OURS)));
    assert_eq!(Channel::given(&answer, &[8; 8]), Ok(None));
    assert!(Channel::given(&answer[..16], &nonce).is_err());
    answer[16] = 0x01;
    let u2f_only = Channel::given(&answer, &nonce);
    assert_eq!(u2f_only, Err(CardError::PrfAbsent));
    answer[8..12].fill(0xff);
    assert!(Channel::given(&answer, &nonce).is_err());
    answer[8..12].fill(0);
    assert!(Channel::given(&answer, &nonce).is_err());
}

proptest! {
    #[test]
    fn no_report_makes_the_receiver_panic(
        reports in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..70), 0..20),
        ours in any::<bool>(),
    ) {
        let mut receiver = Receiver::new(OURS, Command::Cbor);
        for mut report in reports {
            if ours && report.len() >= 4 {
                report[..4].copy_from_slice(&OURS.0);
            }
            if receiver.take(&report).is_err() {
                break;
            }
        }
    }
}
