//! The statements of a workspace across its files: follows `!include`, keeps the open blocks, and knows the limits.

use std::collections::BTreeMap;

use super::error::{Fault, ReadError, ReadErrorKind, Skipped, quote};
use super::lexer::{Lexer, Line, Statement};
use super::substitution::Constants;
use super::syntax::Place;
use super::{MAX_BYTES, MAX_DEPTH, MAX_INCLUDE_DEPTH, MAX_INCLUDES};

/// The longest path of an included file, in bytes.
const MAX_PATH: usize = 1024;
/// The most notes that are kept; one more says that there were others.
const MAX_NOTES: usize = 10_000;

/// What comes next in the workspace.
#[derive(Debug)]
pub(super) enum Step {
    Statement(Statement),
    Close,
    End(Place),
}

/// Gives the caller's text for a path.
type Resolver<'a> = &'a mut dyn FnMut(&str) -> Result<String, String>;

/// All files of a workspace as one sequence of statements.
pub(super) struct Source<'a> {
    frames: Vec<Frame>,
    files: Vec<String>,
    known_files: BTreeMap<String, u32>,
    open: Vec<Place>,
    constants: Constants,
    skipped: Vec<Skipped>,
    include: Resolver<'a>,
    bytes: usize,
    includes: usize,
}

/// A file that is being read.
struct Frame {
    lexer: Lexer,
    path: String,
    /// How many blocks were open where the file was included: it may not close them.
    depth: usize,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &str, file: &str, include: Resolver<'a>) -> Result<Self, ReadError> {
        let mut source = Self {
            frames: Vec::new(),
            files: vec![file.to_owned()],
            known_files: BTreeMap::new(),
            open: Vec::new(),
            constants: Constants::default(),
            skipped: Vec::new(),
            include,
            bytes: 0,
            includes: 0,
        };
        let start = Place { file: 0, line: 1, column: 1 };
        source.count_bytes(text.len(), start).map_err(|fault| fault.in_files(&source.files))?;
        source.frames.push(Frame { lexer: Lexer::new(text.to_owned(), 0), path: String::new(), depth: 0 });
        Ok(source)
    }

    /// The next statement or closing brace; includes and constants are followed on the way.
    pub(super) fn next(&mut self) -> Result<Step, Fault> {
        loop {
            let mut statement = match self.next_as_written()? {
                Step::Statement(statement) => statement,
                other => return Ok(other),
            };
            self.substitute(&mut statement)?;
            let directive = statement.tokens.first().filter(|token| !token.quoted && token.text.starts_with('!'));
            match directive.map(|token| token.text.to_ascii_lowercase()).as_deref() {
                Some("!include") => self.follow(&statement)?,
                Some("!const" | "!constant") => self.define(&statement, true)?,
                Some("!var") => self.define(&statement, false)?,
                _ => return Ok(Step::Statement(statement)),
            }
        }
    }

    /// Passes over the block that was opened last, with all blocks in it.
    pub(super) fn skip_block(&mut self) -> Result<(), Fault> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            if let Step::End(place) = self.next_as_written()? {
                return Err(self.missing_brace(place));
            }
        }
        Ok(())
    }

    /// Passes over the block that was opened last, which is in another language.
    pub(super) fn skip_foreign_block(&mut self) -> Result<(), Fault> {
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        if let Line::End(place) = frame.lexer.skip_foreign_block() {
            return Err(self.missing_brace(place));
        }
        self.open.pop();
        Ok(())
    }

    /// Notes something that the tree does not carry.
    pub(super) fn note(&mut self, what: impl Into<String>, place: Place) {
        let what = match self.skipped.len() {
            0..MAX_NOTES => what.into(),
            MAX_NOTES => "from here on more than can be listed".to_owned(),
            _ => return,
        };
        let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
        self.skipped.push(Skipped { what, line: place.line, column: place.column, file });
    }

    pub(super) fn files(&self) -> &[String] {
        &self.files
    }

    /// The files and the notes, at the end.
    pub(super) fn into_parts(self) -> (Vec<String>, Vec<Skipped>) {
        (self.files, self.skipped)
    }

    /// The complaint that the text ends within a block.
    pub(super) fn missing_brace(&self, end: Place) -> Fault {
        let remedy = "add the missing `}` on a line of its own";
        let problem = match self.open.last() {
            Some(open) if open.file == end.file => format!("the block opened on line {} is not closed", open.line),
            _ => "a block is not closed".to_owned(),
        };
        Fault::new(ReadErrorKind::UnexpectedEnd, end, problem, remedy)
    }
}

impl Source<'_> {
    fn next_as_written(&mut self) -> Result<Step, Fault> {
        loop {
            let Some(frame) = self.frames.last_mut() else { return Ok(Step::End(Place::default())) };
            let depth = frame.depth;
            match frame.lexer.next()? {
                Line::Statement(statement) => {
                    if statement.opens {
                        self.open_block(statement.place)?;
                    }
                    return Ok(Step::Statement(statement));
                }
                Line::Close(place) if self.open.len() <= depth => {
                    let problem = "this closing brace closes nothing in its file";
                    return Err(Fault::new(
                        ReadErrorKind::Unbalanced,
                        place,
                        problem,
                        "remove it, or add what it should close",
                    ));
                }
                Line::Close(_) => {
                    self.open.pop();
                    return Ok(Step::Close);
                }
                Line::End(place) if self.open.len() > depth => return Err(self.missing_brace(place)),
                Line::End(place) if self.frames.len() <= 1 => return Ok(Step::End(place)),
                Line::End(_) => {
                    self.frames.pop();
                }
            }
        }
    }

    fn open_block(&mut self, place: Place) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            let problem = format!("blocks are nested more than {MAX_DEPTH} deep");
            return Err(Fault::new(ReadErrorKind::TooDeep, place, problem, "close some blocks before opening more"));
        }
        self.open.push(place);
        Ok(())
    }

    fn count_bytes(&mut self, bytes: usize, place: Place) -> Result<(), Fault> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MAX_BYTES {
            let problem = format!("the workspace with its included files has more than {MAX_BYTES} bytes");
            return Err(Fault::new(ReadErrorKind::TooLarge, place, problem, "split it into several workspaces"));
        }
        Ok(())
    }

    fn substitute(&mut self, statement: &mut Statement) -> Result<(), Fault> {
        let mut unknown: Vec<(String, Place)> = Vec::new();
        for token in &mut statement.tokens {
            let place = token.place;
            self.constants.substitute(token, &mut |name| unknown.push((quote(name), place)))?;
        }
        for (name, place) in unknown {
            self.note(format!("the value of {name}, which is not defined and stays as written"), place);
        }
        Ok(())
    }

    fn define(&mut self, statement: &Statement, constant: bool) -> Result<(), Fault> {
        match statement.tokens.as_slice() {
            [_, name, value] if !statement.opens => self.constants.define(name, &value.text, constant),
            _ => Err(Fault::form(
                statement.place,
                "a constant needs a name and a value",
                "write `!const NAME \"value\"`, with the value in quotes if it has blanks",
            )),
        }
    }

    fn follow(&mut self, statement: &Statement) -> Result<(), Fault> {
        let place = statement.place;
        let fault = |problem: String, remedy: &str| Fault::new(ReadErrorKind::Include, place, problem, remedy);
        let [_, written] = statement.tokens.as_slice() else {
            return Err(Fault::form(place, "an include needs the name of one file", "write `!include FILE`"));
        };
        if statement.opens {
            return Err(Fault::form(place, "an include has no block", "remove the braces"));
        }
        let path = joined(self.frames.last().map_or("", |frame| &*frame.path), &written.text);
        let shown = quote(&path);
        if path.is_empty() || path.len() > MAX_PATH {
            return Err(fault(format!("{shown} cannot be the name of a file"), "give the path of a file"));
        }
        if self.frames.iter().any(|frame| frame.path == path) || self.files.first() == Some(&path) {
            return Err(fault(format!("{shown} includes itself"), "remove one of the includes on the way round"));
        }
        if self.frames.len() > MAX_INCLUDE_DEPTH {
            let problem = format!("files include one another more than {MAX_INCLUDE_DEPTH} deep");
            return Err(fault(problem, "include the inner files directly"));
        }
        self.includes += 1;
        if self.includes > MAX_INCLUDES {
            let problem = format!("there are more than {MAX_INCLUDES} includes");
            return Err(Fault::new(ReadErrorKind::TooLarge, place, problem, "put the text of several files into one"));
        }
        let text = (self.include)(&path).map_err(|reason| {
            fault(format!("{shown} cannot be included: {reason}"), "check the path, which counts from this file")
        })?;
        self.count_bytes(text.len(), place)?;
        let file = self.file_number(&path);
        self.frames.push(Frame { lexer: Lexer::new(text, file), path, depth: self.open.len() });
        Ok(())
    }

    fn file_number(&mut self, path: &str) -> u32 {
        if let Some(known) = self.known_files.get(path) {
            return *known;
        }
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(path.to_owned());
        self.known_files.insert(path.to_owned(), number);
        number
    }
}

/// A path as written in a file, seen from the folder of the workspace. Whole paths and addresses stay as they are.
fn joined(including: &str, written: &str) -> String {
    let written = written.replace('\\', "/");
    if written.starts_with('/') || written.contains(':') || including.contains("://") {
        return written;
    }
    let folder = including.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if folder.is_empty() { Vec::new() } else { folder.split('/').collect() };
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn an_included_path_counts_from_the_folder_of_its_file() {
        for (including, written, expected) in [
            ("", "model.dsl", "model.dsl"),
            ("", "./model/people.dsl", "model/people.dsl"),
            ("model/people.dsl", "staff.dsl", "model/staff.dsl"),
            ("model/people.dsl", "../views.dsl", "views.dsl"),
            ("model/people.dsl", "../../views.dsl", "../views.dsl"),
            ("model/people.dsl", "/shared/all.dsl", "/shared/all.dsl"),
            ("/shared/all.dsl", "more.dsl", "/shared/more.dsl"),
            ("a.dsl", "https://example.org/x.dsl", "https://example.org/x.dsl"),
            ("", "parts\\people.dsl", "parts/people.dsl"),
        ] {
            assert_eq!(joined(including, written), expected, "{written} in {including}");
        }
    }
}
