//! Data objects.

use super::*;
use alloc::vec;

#[test]
fn objects_are_written_read_deleted_and_those_of_others_left_alone() {
    let object = Object::free(0).unwrap();
    let get = "> 00CB3FFF05 5C035F0010 00\n<";
    let text = format!(
        "{}
         {get} 6A82
         > 00DB3FFF0C 5C035F0010 5305 DF4802 AABB
         < 9000
         {get} 5305 DF4802 AABB 9000
         {get} 5305 DF4802 AABB 9000
         > 00DB3FFF07 5C035F0010 5300
         < 9000
         {get} 5300 9000
         {get} 6A80
         > 00DB3FFF0C 5C035F0010 5305 DF4802 AABB
         < 6A80
         {get} 5303 700101 9000",
        administered(None)
    );
    let mut story = story(&text);
    let card = administer(&mut story).unwrap();
    let Write::Done(card) = story.play(card.write(object, &[0xaa, 0xbb])).unwrap() else {
        panic!("not written");
    };
    let Read { card, content } = story.play(card.read(object)).unwrap();
    assert!(matches!(content, Content::Ours(data) if data.expose() == [0xaa, 0xbb]));
    let Write::Done(card) = story.play(card.write(object, &[])).unwrap() else {
        panic!("not deleted");
    };
    let Read { card, content } = story.play(card.read(object)).unwrap();
    assert!(matches!(content, Content::Absent));
    let Write::NoSuchObject(card) = story.play(card.write(object, &[0xaa, 0xbb])).unwrap() else {
        panic!("written where no object is");
    };
    let outcome = story.play(card.write(object, &[0xaa, 0xbb]));
    assert_eq!(outcome.unwrap_err(), CardError::ObjectTaken);
    story.end();
}

#[test]
fn an_object_that_is_too_long_and_a_card_that_is_full_have_their_own_errors() {
    let slot = Slot::new(0x82).unwrap();
    let mut full = story(&format!(
        "{}
         > 00CB3FFF05 5C035FC10D 00
         < 6A82
         > 00DB3FFF0B 5C035FC10D 5304 DF4801 AA
         < 6A84",
        administered(None)
    ));
    let card = administer(&mut full).unwrap();
    let outcome = full.play(card.write(slot.certificate(), &[0xaa]));
    assert_eq!(outcome.unwrap_err(), CardError::Full);
    full.end();
    let mut long = story(&administered(None));
    let card = administer(&mut long).unwrap();
    let outcome = long.play(card.write(slot.certificate(), &vec![0; MOST + 1]));
    assert!(matches!(outcome, Err(CardError::Unsupported(_))));
    long.end();
}
