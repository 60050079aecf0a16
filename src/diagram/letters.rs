//! How wide text is, near enough for any font that a reader may have: for plates, line breaks and shortening.

/// How much wider bold text is.
pub const BOLD: f32 = 1.1;

/// How wide `text` is at most, about, at a font size of `size`: good enough to wrap and to centre by, whichever of the
/// fonts a reader has.
pub fn text_width(text: &str, size: f32) -> f32 {
    text.chars().map(|character| size * relative_width(character)).sum()
}

fn relative_width(character: char) -> f32 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.31,
        'f' | 'r' | 't' | ' ' | '(' | ')' | '[' | ']' | '-' | '/' | 'I' | '·' => 0.39,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 0.93,
        '→' | '←' | '↑' | '↓' => 1.0,
        // Scripts and pictures that fill a square.
        '\u{1100}'.. => 1.05,
        character if character.is_uppercase() => 0.7,
        _ => 0.61,
    }
}

/// `text` broken into at most `lines` lines of at most `width`; what does not fit ends in `…`.
pub fn wrapped(text: &str, width: f32, size: f32, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let words: Vec<_> = text.split_whitespace().collect();
    for (index, word) in words.iter().enumerate() {
        let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || text_width(&longer, size) <= width {
            line = longer;
            continue;
        }
        if done.len() + 1 == lines {
            done.push(shortened(&format!("{line} {}", words[index..].join(" ")), width, size));
            return done;
        }
        done.push(shortened(&line, width, size));
        (*word).clone_into(&mut line);
    }
    if !line.is_empty() {
        done.push(shortened(&line, width, size));
    }
    done
}

/// `text` if it fits into `width`, else as much of it as fits and `…`.
pub fn shortened(text: &str, width: f32, size: f32) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let room = width - text_width("…", size);
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            used += size * relative_width(*character);
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_wrapped_and_cut() {
        let lines = wrapped("Card transaction scoring service for banks", 110.0, 13.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && lines.iter().all(|line| text_width(line, 13.0) <= 110.0), "{lines:?}");
        assert_eq!(wrapped("Gateway", 110.0, 13.0, 2), ["Gateway"]);
        assert!(wrapped("", 110.0, 13.0, 2).is_empty());
        assert!(wrapped("Donaudampfschifffahrtsgesellschaft", 60.0, 13.0, 2)[0].ends_with('…'));
    }
}
