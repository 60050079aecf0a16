//! A class without names.

use crate::classroom::Comparison;

/// The same with groups by number, and without members and files.
pub(super) fn anonymous(comparison: &Comparison) -> Comparison {
    let mut hidden = comparison.clone();
    let numbered = |position: usize| format!("Group {}", position + 1);
    // A long name first: it may hold a short one.
    let mut names: Vec<(usize, &str)> =
        comparison.groups.iter().enumerate().map(|(position, group)| (position, group.name.as_str())).collect();
    names.retain(|(_, name)| !name.trim().is_empty());
    names.sort_by_key(|(position, name)| (std::cmp::Reverse(name.len()), *position));
    for (position, group) in hidden.groups.iter_mut().enumerate() {
        group.name = numbered(position);
        group.file = String::new();
        group.members = String::new();
        for remark in &mut group.remarks {
            *remark = without_names(remark, &names, &numbered);
        }
    }
    for (position, (file, reason)) in hidden.skipped.iter_mut().enumerate() {
        *reason = reason.replace(file.as_str(), "the file");
        *file = format!("File {}", position + 1);
    }
    hidden
}

/// A text in which each name is a number. What was put in is not looked through again: a group may be called "Group".
fn without_names(text: &str, names: &[(usize, &str)], numbered: &impl Fn(usize) -> String) -> String {
    for (position, name) in names {
        let mut found = text.match_indices(*name).map(|(at, _)| (&text[..at], &text[at + name.len()..]));
        if let Some((before, after)) = found.find(|(before, after)| is_apart(before, after)) {
            let parts = [before, after].map(|part| without_names(part, names, numbered));
            return parts.join(&numbered(*position));
        }
    }
    text.to_owned()
}

/// Whether what stands between two texts is a word and no part of one: a group may be called "a".
fn is_apart(before: &str, after: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::Group;

    #[test]
    fn neither_names_nor_files_are_left() {
        let group = |name: &str, remark: &str| Group {
            name: name.to_owned(),
            file: format!("{name}.json"),
            members: "Kim".to_owned(),
            remarks: vec![remark.to_owned()],
            ..Group::default()
        };
        let groups = vec![group("Fox", "The same answer as Foxes."), group("Foxes", "The same answer as Fox.")];
        let short = anonymous(&Comparison { groups: vec![group("a", "As a says.")], ..Comparison::default() });
        assert_eq!(short.groups[0].remarks, ["As Group 1 says."]);
        let skipped = vec![("hare.json".to_owned(), "hare.json is damaged.".to_owned())];
        let hidden = anonymous(&Comparison { groups, skipped, ..Comparison::default() });
        let names: Vec<_> = hidden.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["Group 1", "Group 2"]);
        assert!(hidden.groups.iter().all(|group| group.file.is_empty() && group.members.is_empty()));
        assert_eq!(hidden.groups[0].remarks, ["The same answer as Group 2."]);
        assert_eq!(hidden.groups[1].remarks, ["The same answer as Group 1."]);
        assert_eq!(hidden.skipped, [("File 1".to_owned(), "the file is damaged.".to_owned())]);
    }
}
