//! Characters written as codes: `#quot;`, `#35;`, `&amp;`, `&#8364;`.

/// The longest code with its delimiters that is looked for, in bytes.
const LONGEST: usize = 12;

/// The character that a code at the start of the text stands for, and the length of the code in bytes.
///
/// After `#` stands a decimal number or an HTML name, as Mermaid has it; after `&` whatever HTML has there.
pub(super) fn at_start(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix(['#', '&'])?;
    let (length, _) = body.char_indices().take(LONGEST).find(|(_, character)| *character == ';')?;
    let name = body.get(..length)?;
    let in_html = text.starts_with('&');
    let character = match name.strip_prefix('#').filter(|_| in_html) {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => numbered(hexadecimal, 16)?,
            None => numbered(number, 10)?,
        },
        None if !in_html && name.starts_with(|first: char| first.is_ascii_digit()) => numbered(name, 10)?,
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, length + 2))
}

fn numbered(digits: &str, radix: u32) -> Option<char> {
    // The standard parser would also take a sign.
    let plain = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    plain.then(|| u32::from_str_radix(digits, radix).ok()).flatten().and_then(char::from_u32)
}

/// HTML names of characters that occur in labels.
const NAMED: [(&str, char); 80] = [
    ("quot", '"'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("num", '#'),
    ("semi", ';'),
    ("colon", ':'),
    ("comma", ','),
    ("period", '.'),
    ("excl", '!'),
    ("quest", '?'),
    ("commat", '@'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("ast", '*'),
    ("plus", '+'),
    ("equals", '='),
    ("lowbar", '_'),
    ("hyphen", '\u{2010}'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("vert", '|'),
    ("grave", '`'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("lbrack", '['),
    ("rbrack", ']'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("divide", '÷'),
    ("micro", 'µ'),
    ("middot", '·'),
    ("bull", '•'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("para", '¶'),
    ("larr", '←'),
    ("uarr", '↑'),
    ("rarr", '→'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("infin", '∞'),
    ("ne", '≠'),
    ("le", '≤'),
    ("ge", '≥'),
    ("asymp", '≈'),
    ("sum", '∑'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("pi", 'π'),
    ("sigma", 'σ'),
    ("szlig", 'ß'),
    ("hearts", '♥'),
];
