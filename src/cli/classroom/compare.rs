//! `cantilever compare`: all answers of a class side by side.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::super::print::{self, table};
use super::super::{CONSTRAINT_FAILS, FINE, Sampling, shown_path};
use super::{fail_on_complaints, json};
use crate::classroom::{Chooser, Comparison, Judged, Likeness, REFERENCE, coefficient};
use crate::model::counted;
use crate::report::inert;
use crate::session::{Action, ClassFiles, is_page};
use crate::work::no_wake;

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "Files that cannot be compared are named on standard error, and the rest is compared.\n\
                  Regret of a group with a choice: what the best feasible choice of the class is worth to it, less what\n\
                  this one is worth to it, both from 0 to 1. Below 0 is only the reference, which is no choice of the class.\n\n\
                  Examples:\n  \
                  cantilever compare hand_ins/ --exercise fraud.reference.json -o comparison.html\n  \
                  cantilever compare a.hand-in.json b.hand-in.json --tables tables --feedback feedback\n\n\
                  Exit codes: 0 all files were compared; 1 some were left out; 2 error.")]
pub struct CompareArguments {
    /// Files that groups handed in, and folders with such files.
    #[arg(required = true, value_name = "HAND_INS")]
    hand_ins: Vec<PathBuf>,
    /// The instructor's exercise; without it one with a reference answer in a folder of hand-ins is taken.
    #[arg(long, value_name = "FILE")]
    exercise: Option<PathBuf>,
    /// Writes the comparison as a page (.html).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Writes tables (CSV) into this folder.
    #[arg(long, value_name = "FOLDER")]
    tables: Option<PathBuf>,
    /// Writes a file of feedback for each group into this folder.
    #[arg(long, value_name = "FOLDER")]
    feedback: Option<PathBuf>,
    /// Tells groups by number only, in an order that tells nothing of names, on paper and on screen; feedback keeps the
    /// names.
    #[arg(long)]
    anonymous: bool,
    /// Prints JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    sampling: Sampling,
}

/// Compares, prints, and writes what is asked for.
pub(in super::super) fn run(arguments: &CompareArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    if let Some(page) = arguments.output.as_ref().filter(|page| !is_page(page)) {
        anyhow::bail!("{} does not end in .html; name a page, or a folder with --tables", page.display());
    }
    let settings = arguments.sampling.settings();
    let mut session = super::super::session(settings, None, no_wake())?;
    let files = ClassFiles { exercise: arguments.exercise.clone(), hand_ins: arguments.hand_ins.clone() };
    session.perform(Action::CompareClass(files));
    session.settle();
    let problem = session.class().and_then(|class| class.problem.clone());
    let Some(comparison) = session.comparison(arguments.anonymous) else {
        anyhow::bail!(problem.unwrap_or_else(|| "there is nothing to compare".to_owned()));
    };
    // Marks that are damaged are told, and the answers can be compared all the same.
    for notice in session.notices().to_vec() {
        writeln!(io::stderr(), "cantilever: {}", plain(&notice.text))?;
        session.perform(Action::Dismiss(notice.number));
    }
    if comparison.lacks_exercise() {
        let remedy = "name it with --exercise: measurements that groups were given are missing";
        writeln!(io::stderr(), "cantilever: compared without the exercise; {remedy}")?;
    }
    for (name, reason) in &comparison.skipped {
        writeln!(io::stderr(), "cantilever: left out {}: {}", plain(name), plain(reason))?;
    }
    let anonymous = arguments.anonymous;
    let exports = arguments.output.iter().chain(&arguments.tables);
    let exports = exports.map(|to| Action::ExportComparison { to: to.clone(), anonymous });
    let exports = exports.chain(arguments.feedback.clone().map(Action::WriteFeedback));
    for export in exports.collect::<Vec<_>>() {
        session.perform(export);
        fail_on_complaints(&session)?;
    }
    if arguments.json {
        print::json(out, &json::comparison(&comparison))?;
    } else {
        print_text(&comparison, out)?;
        let written = [&arguments.output, &arguments.tables, &arguments.feedback];
        for path in written.into_iter().flatten() {
            writeln!(out, "Wrote {}", shown_path(path))?;
        }
    }
    Ok(if comparison.skipped.is_empty() { FINE } else { CONSTRAINT_FAILS })
}

fn print_text(comparison: &Comparison, out: &mut dyn Write) -> anyhow::Result<()> {
    let names: Vec<String> = comparison.groups.iter().map(|group| plain(&group.name)).collect();
    let title = plain(&comparison.title);
    let title = if title.is_empty() { String::new() } else { format!("{title}: ") };
    writeln!(out, "{title}{}", counted(names.len(), "group"))?;
    writeln!(out, "\nGroups")?;
    let groups = comparison.groups.iter().map(|group| {
        let chosen = group.chosen.as_ref().map(|picks| in_words(picks));
        let version = match group.is_same_version {
            Some(true) => "same",
            Some(false) => "another",
            None => "",
        };
        let feasible = match group.is_feasible {
            Some(true) => "feasible",
            Some(false) => "infeasible",
            None => "unknown",
        };
        let feasible = if chosen.is_some() { feasible } else { "" };
        [plain(&group.name), chosen.unwrap_or_else(|| "nothing".to_owned()), feasible.to_owned(), version.to_owned()]
            .to_vec()
    });
    table(out, &["Group", "Chose", "By its own constraints", "Version"], &groups.collect::<Vec<_>>())?;

    writeln!(out, "\nRanks of qualities")?;
    let heads: Vec<&str> = ["Quality"].into_iter().chain(names.iter().map(String::as_str)).chain([REFERENCE]).collect();
    let rank = |rank: &Option<usize>| rank.map_or_else(String::new, |rank| rank.to_string());
    let rows = comparison.qualities.iter().map(|row| {
        let ranks = row.ranks.iter().map(rank).chain([rank(&row.reference)]);
        [plain(&row.quality)].into_iter().chain(ranks).collect()
    });
    table(out, &heads, &rows.collect::<Vec<_>>())?;
    if !comparison.missed.is_empty() {
        let missed: Vec<_> = comparison.missed.iter().map(|name| plain(name)).collect();
        writeln!(out, "Nobody names: {}", missed.join(", "))?;
    }
    writeln!(out, "\nAgreement, mean of all pairs: {}", likeness(comparison.agreement.mean))?;
    print_regret(comparison, &names, out)
}

/// Each group's choice judged by every group: rows judge, columns are judged.
fn print_regret(comparison: &Comparison, names: &[String], out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "\nRegret (each row judges the choices in the columns)")?;
    let choosers: Vec<Chooser> = comparison.choosers().collect();
    let name = |chooser: &Chooser| chooser.group().map_or(REFERENCE, |group| names[group].as_str());
    let heads: Vec<&str> = ["Judged by"].into_iter().chain(choosers.iter().map(name)).collect();
    let rows = choosers.iter().map(|judge| {
        let judged = choosers.iter().map(|of| judgement(comparison.regret.judged(*judge, *of)));
        [name(judge).to_owned()].into_iter().chain(judged).collect()
    });
    table(out, &heads, &rows.collect::<Vec<Vec<String>>>())?;
    for (name, count) in names.iter().zip(&comparison.regret.infeasible_for).filter(|(_, count)| **count > 0) {
        writeln!(out, "The choice of {name} is infeasible for {count} of {}", counted(names.len(), "group"))?;
    }
    Ok(())
}

fn judgement(judged: &Judged) -> String {
    match judged {
        Judged::Feasible(weighed) => match (weighed.regret, weighed.missing()) {
            (Some(regret), _) => coefficient(Some(regret)),
            (None, Some(missing)) => plain(&missing),
            (None, None) => "not weighed".to_owned(),
        },
        Judged::Infeasible(names) => format!("misses {}", plain(&names.join(", "))),
        Judged::Unknown(_) => "unknown".to_owned(),
        Judged::Nothing => "no choice".to_owned(),
    }
}

fn likeness(likeness: Likeness) -> String {
    let number = |number: Option<f64>| number.map_or_else(|| "not defined".to_owned(), |number| format!("{number:.2}"));
    format!(
        "Kendall's tau {} (-1 to 1), shared qualities {} (Jaccard, 0 to 1)",
        number(likeness.kendall),
        number(likeness.jaccard)
    )
}

fn in_words(picks: &[(String, String)]) -> String {
    let picks = picks.iter().map(|(choice, option)| format!("{}: {}", plain(choice), plain(option)));
    picks.collect::<Vec<_>>().join("; ")
}

/// A stranger's text on one line of a terminal, which it must not be able to steer.
fn plain(text: &str) -> String {
    inert(text).replace('\n', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::{Group, RankedQuality, Regret, Weighed};

    #[test]
    fn what_a_stranger_wrote_cannot_steer_the_terminal() {
        assert_eq!(plain("\u{1b}[31mA\nB\u{202e}\u{7}"), "[31mA B");
        assert_eq!(plain("欺诈 🙂"), "欺诈 🙂");
    }

    #[test]
    fn ranks_agreement_and_regret_are_printed() {
        let group = |name: &str| Group { name: name.to_owned(), ..Group::default() };
        let feasible =
            |regret| Judged::Feasible(Weighed { worth: Some(0.5), regret: Some(regret), ..Weighed::default() });
        let comparison = Comparison {
            title: "Fraud".to_owned(),
            groups: vec![group("A"), group("B")],
            qualities: vec![RankedQuality {
                quality: "Cost".to_owned(),
                ranks: vec![Some(1), None],
                reference: Some(2),
            }],
            missed: vec!["Privacy".to_owned()],
            regret: Regret {
                rows: vec![
                    vec![feasible(0.0), Judged::Infeasible(vec!["Budget".to_owned()])],
                    vec![feasible(0.25), Judged::Nothing],
                ],
                worst_for_others: vec![Some(0.25), None],
                infeasible_for: vec![0, 1],
                reference: None,
            },
            ..Comparison::default()
        };
        let mut out = Vec::new();
        print_text(&comparison, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for part in [
            "Fraud: 2 groups",
            "  Quality  A  B  Reference\n  Cost     1             2\n",
            "Nobody names: Privacy",
            "Kendall's tau not defined",
            "  B          0.25  no choice",
            "The choice of B is infeasible for 1 of 2 groups",
        ] {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
        let mut out = Vec::new();
        print_text(&Comparison { groups: vec![group("A")], ..Comparison::default() }, &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().starts_with("1 group\n"));
    }
}
