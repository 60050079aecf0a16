//! A comparison that can be shown to the class without saying who is who.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::Comparison;
use super::order::digest;
use super::texts::{Origin, inert, visit};

/// Names of fewer letters than this are not looked for in sentences, where they would be found in every other one.
const SHORTEST: usize = 3;

impl Comparison {
    /// The same without names: groups are `Group 1`, `Group 2` and so on, skipped files `File 1` and so on; members and
    /// names of files are gone. In what groups wrote, names of groups are replaced by these, and those of members by
    /// `…`: whole words of three letters or more, in capitals or not. A remark that names a group by less is dropped. What
    /// a thing is called stays where it is a word of the exercise.
    ///
    /// Groups stand in [`Comparison::anonymous_order`], with all that is told by group: by name, whoever knows the names
    /// could count. Skipped files are in such an order as well.
    #[must_use]
    pub fn anonymous(&self) -> Self {
        let mut hidden = inert(self).ordered(&self.anonymous_order());
        hidden.skipped.sort_by_cached_key(|(file, reason)| digest([file.as_str(), reason]));
        let all = Replacements::of(&hidden);
        let words = words_of_exercise(&hidden);
        let of_labels = all.without_those_in(&words);
        visit(&mut hidden, &mut |origin, text| match origin {
            Origin::Exercise | Origin::Question => {}
            Origin::Label | Origin::Reason => *text = of_labels.applied(text),
            Origin::Prose | Origin::Remark => *text = all.applied(text),
            Origin::Name | Origin::File | Origin::Members => text.clear(),
        });
        for (position, group) in hidden.groups.iter_mut().enumerate() {
            group.name = label(position);
        }
        for (position, (file, _)) in hidden.skipped.iter_mut().enumerate() {
            *file = file_label(position);
        }
        let short: Vec<_> =
            self.groups.iter().map(|group| letters(&group.name)).filter(|name| is_short(name)).collect();
        for group in &mut hidden.groups {
            group.remarks.retain(|remark| !short.iter().any(|name| has_word(remark, name)));
        }
        hidden
    }
}

fn label(position: usize) -> String {
    format!("Group {}", position + 1)
}

fn file_label(position: usize) -> String {
    format!("File {}", position + 1)
}

/// What must not be read, in small letters, with what is to be read in its place.
struct Replacements {
    /// By the first letter, the longest name first.
    by_start: BTreeMap<char, Vec<(Vec<char>, String)>>,
}

impl Replacements {
    fn of(comparison: &Comparison) -> Self {
        let mut names: BTreeMap<Vec<char>, String> = BTreeMap::new();
        let mut put = |name: &str, instead: String| {
            let name = letters(name);
            if !is_short(&name) {
                names.entry(name).or_insert(instead);
            }
        };
        for (position, group) in comparison.groups.iter().enumerate() {
            put(&group.name, label(position));
            put(&group.file, label(position));
        }
        for (position, (file, _)) in comparison.skipped.iter().enumerate() {
            put(file, file_label(position));
        }
        for group in &comparison.groups {
            // Groups of the same name have more behind it, which nobody writes.
            let shared = group.name.rsplit_once(" (").map(|(name, _)| name.to_owned());
            for name in people(&group.members).into_iter().chain(shared) {
                put(&name, "…".to_owned());
            }
        }
        Self::from_names(names)
    }

    fn from_names(names: impl IntoIterator<Item = (Vec<char>, String)>) -> Self {
        let mut by_start: BTreeMap<char, Vec<(Vec<char>, String)>> = BTreeMap::new();
        for (name, instead) in names {
            if let Some(first) = name.first() {
                by_start.entry(*first).or_default().push((name, instead));
            }
        }
        for names in by_start.values_mut() {
            names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        Self { by_start }
    }

    /// Those that are none of the words of these texts.
    fn without_those_in(&self, texts: &BTreeSet<String>) -> Self {
        let all = self.by_start.values().flatten();
        Self::from_names(all.filter(|(name, _)| !texts.iter().any(|text| has_word(text, name))).cloned())
    }

    fn applied(&self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let mut safe = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(character) = characters.get(at) {
            if let Some((length, instead)) = self.found(&characters, at) {
                safe.push_str(instead);
                at += length;
            } else {
                safe.push(*character);
                at += 1;
            }
        }
        safe
    }

    /// How many characters of the text from `at` on are a name, and what is to be read in its place.
    fn found(&self, text: &[char], at: usize) -> Option<(usize, &str)> {
        let names = self.by_start.get(&text.get(at)?.to_lowercase().next()?)?;
        names.iter().find_map(|(name, instead)| Some((word_at(text, at, name)?, instead.as_str())))
    }
}

/// How many characters from `at` on are `name`, which is in small letters, if these are whole words.
fn word_at(text: &[char], at: usize, name: &[char]) -> Option<usize> {
    let is_letter = |place: Option<usize>| place.and_then(|place| text.get(place)).is_some_and(|c| c.is_alphanumeric());
    let mut expected = name.iter();
    // A name that begins or ends with a sign needs no gap there.
    if is_letter(at.checked_sub(1)) && is_letter(Some(at)) {
        return None;
    }
    for (length, character) in text.get(at..)?.iter().enumerate() {
        if character.to_lowercase().any(|letter| expected.next() != Some(&letter)) {
            return None;
        }
        if expected.as_slice().is_empty() {
            let end = at + length;
            return (!(is_letter(Some(end)) && is_letter(Some(end + 1)))).then_some(length + 1);
        }
    }
    None
}

fn has_word(text: &str, name: &[char]) -> bool {
    let characters: Vec<char> = text.chars().collect();
    !name.is_empty() && (0..characters.len()).any(|at| word_at(&characters, at, name).is_some())
}

/// A name in small letters, without space around it.
fn letters(name: &str) -> Vec<char> {
    name.trim().chars().flat_map(char::to_lowercase).collect()
}

fn is_short(name: &[char]) -> bool {
    name.len() < SHORTEST
}

/// Names of people in a list of them: each as it stands, and its parts.
fn people(members: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for name in members.split([',', ';', '/', '&', '+', '\n']).flat_map(|part| part.split(" and ")) {
        names.insert(name.trim().to_owned());
        let is_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '\'' | '’');
        names.extend(name.split(|letter| !is_of_name(letter)).filter(|part| *part != "and").map(str::to_owned));
    }
    names
}

/// What everybody says who answers the exercise: words of the instructor and of the catalogue, and what two groups call
/// alike. That a group bears such a name tells nothing where it stands for a thing.
fn words_of_exercise(comparison: &Comparison) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut copy = comparison.clone();
    visit(&mut copy, &mut |origin, text| {
        if matches!(origin, Origin::Exercise | Origin::Question) {
            words.insert(text.clone());
        }
    });
    for row in &comparison.thresholds {
        words.insert(row.key.measure.label().to_owned());
        if row.reference.is_some() || row.demands.iter().flatten().count() > 1 {
            words.insert(row.name.clone());
        }
    }
    words.extend(comparison.measures.iter().map(|column| column.key.measure.label().to_owned()));
    let mut once = BTreeSet::new();
    for group in &comparison.groups {
        let labels = group.chosen.iter().flatten().chain(&group.rejected);
        let labels: BTreeSet<_> = labels.flat_map(|(choice, option)| [choice, option]).collect();
        for label in labels {
            if !once.insert(label) {
                words.insert(label.clone());
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::test_support::compared;
    use super::*;

    /// The same groups without names, in the order of the class; and what each is called there.
    fn in_the_order_of(class: &Comparison) -> (Comparison, Vec<String>) {
        let order = class.anonymous_order();
        let place = |group: usize| order.iter().position(|position| *position == group).unwrap();
        let places: Vec<usize> = (0..class.groups.len()).map(place).collect();
        let names = places.iter().map(|place| format!("Group {}", place + 1)).collect();
        (class.anonymous().ordered(&places), names)
    }

    #[test]
    fn no_name_is_left() {
        let class = compared();
        let hidden = class.anonymous();
        let text = format!("{hidden:?}").to_lowercase();
        for name in ["rockets", "night owls", "ada", "lovelace", "bob", "owls.json", "broken.json"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
        let names: Vec<_> = hidden.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["Group 1", "Group 2", "Group 3"]);
        let (hidden, names) = in_the_order_of(&class);
        let [rockets, owls] = [&names[0], &names[1]];
        assert_eq!(hidden.groups.iter().map(|group| &group.name).collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
        assert_eq!(hidden.groups[0].rationale, format!("{rockets} think, as … does, that {owls} are wrong."));
        assert_eq!(hidden.groups[1].answers[0].1, format!("Asked … and {rockets}."));
        assert_eq!(hidden.groups[1].remarks, [format!("the same answer as {rockets}")]);
        assert!(hidden.groups[2].remarks.is_empty(), "it names a group by one letter");
        assert_eq!(hidden.skipped, [("File 1".to_owned(), "File 1, line 1: this is no answer.".to_owned())]);
    }

    #[test]
    fn numbers_stay_with_their_groups() {
        let (all, (hidden, _)) = (compared(), in_the_order_of(&compared()));
        assert_eq!(hidden.regret, all.regret);
        assert_eq!(hidden.qualities, all.qualities);
        assert_eq!(hidden.thresholds, all.thresholds);
        assert_eq!(hidden.measures, all.measures);
        assert_eq!(hidden.groups[0].chosen, all.groups[0].chosen);
        assert_eq!(hidden.best, all.best);
        assert_eq!(hidden.agreement, all.agreement);
    }

    #[test]
    fn the_order_tells_nothing_about_names_or_files() {
        let class = compared();
        let names = |order: Vec<usize>| order.into_iter().map(|at| class.groups[at].name.as_str()).collect::<Vec<_>>();
        // By their digests, worked out apart from the program.
        assert_eq!(names(class.anonymous_order()), ["C", "Night Owls", "Rockets"]);
        let hidden = class.anonymous();
        assert_eq!(compared().ordered(&[1, 2, 0]).anonymous(), hidden, "in whatever order groups stand with names");
        assert_eq!(hidden.groups[2].members, "");
        assert_eq!(hidden.groups[2].seconds, Some(1100));
        let with_skipped = |files: [&str; 8]| {
            let skipped = files.map(|file| (file.to_owned(), format!("{file}: no answer."))).to_vec();
            Comparison { skipped, ..compared() }.anonymous()
        };
        let files = ["a.json", "b.json", "c.json", "d.json", "e.json", "f.json", "g.json", "h.json"];
        let hidden = with_skipped(files);
        for (place, (file, reason)) in hidden.skipped.iter().enumerate() {
            assert_eq!((file, reason), (&format!("File {}", place + 1), &format!("File {}: no answer.", place + 1)));
        }
        let mut turned = files;
        turned.reverse();
        assert_eq!(with_skipped(turned), hidden);
    }

    #[test]
    fn a_group_called_like_a_model_changes_no_design() {
        let mut class = compared();
        class.groups[0].name = "Forest".to_owned();
        class.groups[1].rationale = "We are better than forest.".to_owned();
        let (hidden, names) = in_the_order_of(&class);
        assert_eq!(hidden.groups[1].chosen, class.groups[1].chosen, "a random forest is no group");
        assert_eq!(hidden.groups[0].rejected, class.groups[0].rejected);
        assert_eq!(hidden.groups[1].rationale, format!("We are better than {}.", names[0]));
    }

    #[test]
    fn a_name_that_groups_share_is_hidden_as_well() {
        let mut class = compared();
        class.groups[0].name = "Foxes (one.json)".to_owned();
        class.groups[1].name = "Foxes (owls.json)".to_owned();
        class.groups[1].rationale = "We are foxes, unlike Foxes (one.json).".to_owned();
        let (hidden, names) = in_the_order_of(&class);
        assert_eq!(hidden.groups[1].rationale, format!("We are …, unlike {}.", names[0]));
    }

    #[test]
    fn only_whole_words_are_names() {
        let names = [("ann", "…"), ("ann lee", "…"), ("\u{130}ris!", "X")]
            .map(|(name, instead)| (letters(name), instead.to_owned()));
        let all = Replacements::from_names(names);
        assert_eq!(all.applied("Planning by Ann Lee, ANN and Anna."), "Planning by …, … and Anna.");
        assert_eq!(all.applied("\u{130}RIS! Ann"), "X …");
        assert_eq!(all.applied(""), "");
    }
}
