//! Goals are not limits: times depend on the machine and on what else it does, so one that is missed is said and fails
//! nothing.

use super::Figure;

/// Figure, peer (how its name begins), the most that the ratio may be.
pub(super) type Goal = (&'static str, &'static str, f64);

/// For people: which goals hold and which do not. Nothing where none of them was measured.
pub(super) fn verdict<'g>(
    goals: impl IntoIterator<Item = &'g Goal>,
    figures: &[Figure],
) -> Option<String> {
    let mut held = Vec::new();
    let mut missed = Vec::new();
    for (name, peer, most) in goals {
        let found = figures.iter().find(|figure| {
            figure.name == *name
                && figure
                    .peer
                    .as_ref()
                    .is_some_and(|found| found.name.starts_with(peer))
        });
        let Some(ratio) = found.and_then(Figure::ratio) else {
            continue;
        };
        let line = format!("{name} against {peer} {ratio:.4} of at most {most}");
        let list = if ratio <= *most {
            &mut held
        } else {
            &mut missed
        };
        list.push(line);
    }
    let shown = |list: &[String]| {
        if list.is_empty() {
            "none".to_owned()
        } else {
            list.join("; ")
        }
    };
    (held.len() + missed.len() > 0).then(|| {
        format!(
            "goals that hold: {}. Goals that do not: {}.",
            shown(&held),
            shown(&missed)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{super::beside, *};

    const GOALS: [Goal; 2] = [
        ("look-up", "empty process", 1.3),
        ("save", "sqlcipher", 0.7),
    ];

    #[test]
    fn a_missed_goal_is_said_and_fails_nothing() {
        let figures = [
            beside("look-up", 2.0, "ms", "empty process", 1.0),
            beside("save", 1.0, "ms", "sqlcipher 3.4.1", 2.0),
        ];
        let verdict = verdict(&GOALS, &figures).unwrap_or_default();
        let (held, missed) = verdict.split_once("Goals that do not").unwrap_or_default();
        assert!(held.contains("save") && missed.contains("look-up"));
        assert!(figures.iter().all(|figure| !figure.breaks_limit()));
    }

    #[test]
    fn where_nothing_was_measured_there_is_no_verdict() {
        assert_eq!(verdict(&GOALS, &[]), None);
    }
}
