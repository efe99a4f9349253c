use super::*;

const HERE: WriterId = WRITER;
const THERE: WriterId = WriterId::from_bytes([6; 16]);

/// The vault where one record was changed here and, in a copy that was merged, there.
fn merged(here: Edit, there: Edit, id: RecordId, mut scene: Scene) -> (Scene, RecordId) {
    let fork = scene.back_up();
    scene.change(&[there], THERE);
    let other = scene.back_up();
    scene.lose();
    scene.restore(&fork).unwrap();
    scene.change(&[here], HERE);
    scene.merge(&other).unwrap();
    (scene, id)
}

fn pick(number: usize) -> Pick {
    let field = Field::Email.name().into();
    Pick::Value { field, number }
}

#[test]
fn two_values_are_shown_and_the_one_that_is_picked_stays() {
    let mut scene = Scene::with_vault(&[RIGHT; 12]);
    let id = scene.id();
    let change = |value: &str| Edit::Update(id, vec![(Field::Email, Some(value.into()))]);
    let (mut scene, id) = merged(
        change("here@example.org"),
        change("there@example.org"),
        id,
        scene,
    );
    let mut wallet = scene.open(None).unwrap();
    let choices = wallet.choices().unwrap();
    let [
        Choice {
            id: of,
            between: Between::Values(field, values),
            ..
        },
    ] = &choices[..]
    else {
        panic!("{choices:?}");
    };
    assert_eq!((*of, *field, values.len()), (id, Field::Email, 2));
    for value in ["here@example.org", "there@example.org"] {
        assert!(values.iter().any(|known| known == value), "{values:?}");
    }

    let start = &id.to_string()[..8];
    let before = wallet.vault.revision();
    for (record, wrong) in [
        ("zz", pick(1)),
        (start, pick(0)),
        (start, pick(3)),
        (start, Pick::Keep),
    ] {
        assert_eq!(
            wallet.settle(record, &wrong, HERE),
            Err(Failure::ChoiceUnknown)
        );
    }
    let other = Pick::Value {
        field: "name".into(),
        number: 1,
    };
    assert_eq!(
        wallet.settle(start, &other, HERE),
        Err(Failure::ChoiceUnknown)
    );
    assert_eq!(wallet.vault.revision(), before);

    let settled = wallet.settle(start, &pick(2), HERE).unwrap();
    assert_eq!(
        settled,
        Settled::Value(values[1].clone(), vec![values[0].clone()])
    );
    assert_eq!(wallet.choices(), Ok(vec![]));
    let Content::Data(record) = wallet.records().unwrap().opened.remove(0).content.unwrap() else {
        panic!();
    };
    assert_eq!(record.field(Field::Email), Some(&values[1][..]));
}

#[test]
fn a_disputed_record_is_kept_or_deleted() {
    for (made, settled, left) in [
        (Pick::Keep, Settled::Kept, 1),
        (Pick::Delete, Settled::Deleted, 0),
    ] {
        let mut scene = Scene::with_vault(&[RIGHT; 12]);
        let id = scene.id();
        let here = Edit::Update(id, vec![(Field::Email, Some("here@example.org".into()))]);
        let (mut scene, id) = merged(here, Edit::Delete(id), id, scene);
        let mut wallet = scene.open(None).unwrap();
        let choices = wallet.choices().unwrap();
        assert!(
            matches!(
                choices[..],
                [Choice {
                    between: Between::KeepOrDelete,
                    ..
                }]
            ),
            "{choices:?}"
        );
        assert_eq!(
            wallet.settle(&id.to_string(), &pick(1), HERE),
            Err(Failure::ChoiceUnknown)
        );
        assert_eq!(wallet.settle(&id.to_string(), &made, HERE), Ok(settled));
        assert_eq!(wallet.choices(), Ok(vec![]));
        assert_eq!(wallet.records().unwrap().opened.len(), left);
    }
}
