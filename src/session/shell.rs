//! Paths as a shell takes them, for the commands that a report and a page name.

/// `path` as one word of a POSIX shell: as it is where no sign of it means anything there, else in single quotes. One that
/// begins like an option gets a `./` before it.
pub fn shell_quoted(path: &str) -> String {
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    // A backslash takes the meaning of what follows away, except where it stands between folders.
    let is_plain =
        |letter: char| letter.is_alphanumeric() || "/._-+:".contains(letter) || (cfg!(windows) && letter == '\\');
    if !path.is_empty() && path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_the_shell() {
        for plain in ["/home/ann/fraud-2_v1.0", "credit_card_fraud", "Überweisung"] {
            assert_eq!(shell_quoted(plain), plain);
        }
        assert_eq!(shell_quoted("/home/ann/card fraud"), "'/home/ann/card fraud'");
        assert_eq!(shell_quoted("ann's"), r"'ann'\''s'");
        for sign in ["$HOME", "a;b", "a&b", "~ann", "*", "a\"b", "`ls`", "a\nb", ""] {
            assert_eq!(shell_quoted(sign), format!("'{sign}'"));
        }
        assert_eq!(shell_quoted("-o"), "./-o");
    }
}
