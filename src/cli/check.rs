//! `cantilever check`: one design's qualities and verdicts.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::{CONSTRAINT_FAILS, Common, FINE, print};
use crate::analysis::{Analysis, Outcome, Severity};
use crate::catalog::catalog;
use crate::model::{Decision, DecisionId, Design, Pick, listed};
use crate::session::{Action, Session};
use crate::work::no_wake;

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "The design is that of the current decision, else what is drawn with the best candidates.\n\
                        Exit codes: 0 every hard requirement is met; 1 one is missed or cannot be judged; 2 error.")]
pub struct CheckArguments {
    #[command(flatten)]
    common: Common,
    /// Takes another option for a choice; may be given several times.
    #[arg(long = "pick", value_name = "CHOICE=OPTION")]
    picks: Vec<String>,
}

/// Prints the verdicts.
pub(super) fn run(arguments: &CheckArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut session = super::open(&arguments.common, None, no_wake())?;
    look_at_wanted(&mut session, &arguments.picks)?;
    session.settle();
    let Some(analysis) = session.analysis() else { anyhow::bail!(super::complaints(&session).unwrap_or_default()) };
    if arguments.common.json {
        print::json(out, &as_json(&session, analysis))?;
    } else {
        print_text(&session, analysis, out)?;
    }
    let fails = analysis.verdicts.iter().any(|verdict| {
        let is_hard =
            session.project().requirements.get(&verdict.requirement).is_some_and(crate::model::Requirement::is_hard);
        is_hard && verdict.outcome != Outcome::Met
    });
    Ok(if fails { CONSTRAINT_FAILS } else { FINE })
}

/// Looks at the decided design, with other options taken; an error where there is none such.
pub(super) fn look_at_wanted(session: &mut Session, picks: &[String]) -> anyhow::Result<()> {
    if let Some(decided) = session.project().decided_design().cloned() {
        session.perform(Action::LookAt(decided.clone()));
        // Another design that happens to be there must not pass for the one that was decided for.
        if picks.is_empty() && *session.design() != session.space().simplified(decided.clone()) {
            let unsettled = session.space().unsettled(session.project(), &decided);
            let what = match unsettled.as_slice() {
                [] => String::new(),
                names => format!(", and it takes no option that there is for {}", listed(names)),
            };
            anyhow::bail!(
                "the decided design is none any more: open choices or their options have changed since{what}; decide \
                 again, or name options with --pick"
            );
        }
    }
    let design = picked(session, picks)?;
    session.perform(Action::LookAt(design.clone()));
    if !picks.is_empty() && *session.design() != session.space().simplified(design) {
        anyhow::bail!("this combination of options is ruled out, or was not measured; pick others, or allow it again");
    }
    Ok(())
}

/// The session's design with other options taken, each given as `choice=option` by identifier or by name.
fn picked(session: &Session, picks: &[String]) -> anyhow::Result<Design> {
    let mut design = session.design().clone();
    for text in picks {
        let Some((choice, option)) = text.split_once('=') else {
            anyhow::bail!("--pick {text} lacks a \"=\"; write CHOICE=OPTION");
        };
        let axes = session.space().axes();
        let Some(axis) = axes.iter().find(|axis| axis.choice.as_str() == choice || axis.label == choice) else {
            let known: Vec<_> = axes.iter().map(|axis| axis.choice.as_str()).collect();
            anyhow::bail!("there is no open choice \"{choice}\"; use one of: {}", known.join(", "));
        };
        let options: Vec<_> = (0..axis.count()).filter_map(|index| axis.pick(index)).collect();
        let Some(pick) = options.iter().find(|pick| pick.key() == option || axis.option_label(pick) == option) else {
            let known: Vec<_> = options.iter().map(Pick::key).collect();
            anyhow::bail!("\"{choice}\" has no option \"{option}\"; use one of: {}", known.join(", "));
        };
        design.picks.insert(axis.choice.clone(), pick.clone());
    }
    Ok(design)
}

fn as_json(session: &Session, analysis: &Analysis) -> Value {
    let project = session.project();
    json!({
        "project": super::shown_name(session),
        "design": design_json(session, session.design()),
        "decision": decision(session).map(|(id, decision)| json!({
            "id": id.as_str(),
            "title": decision.name(),
            "status": project.standing(id),
            "date": decision.date.map(|date| date.to_string()),
        })),
        "verdicts": analysis.verdicts.iter().map(|verdict| print::verdict_json(project, verdict)).collect::<Vec<_>>(),
        "qualities": analysis.qualities.iter().map(|(key, quality)| print::quality_json(project, key, quality))
            .collect::<Vec<_>>(),
        "budgets": analysis.budgets.iter().map(|(id, left)| json!({
            "requirement": project.requirements.get(id).map(|requirement| &requirement.name),
            "leaves": left.as_ref().ok().and_then(|left| left.amount()),
            "unit": left.as_ref().ok().map(|left| left.unit().symbol()),
            "problem": left.as_ref().err().map(ToString::to_string),
        })).collect::<Vec<_>>(),
        "findings": analysis.findings.iter().map(|finding| json!({
            "rule": finding.rule,
            "severity": severity(finding.severity),
            "elements": finding.elements.iter().map(|element| project.element_name(element)).collect::<Vec<_>>(),
            "message": finding.message,
            "remedy": finding.remedy,
            "accepted": finding.accepted_in(project),
            "why": catalog().rule(finding.rule).map(|rule| &rule.why),
            "tactics": catalog().rule(finding.rule).map(|rule| &rule.tactics),
        })).collect::<Vec<_>>(),
    })
}

/// The current decision, if it chose the design that is checked.
fn decision(session: &Session) -> Option<(&DecisionId, &Decision)> {
    let simple = |design: &Design| session.space().simplified(design.clone());
    let checked = simple(session.design());
    session.project().current_decision().filter(|(_, decision)| decision.design.as_ref().map(simple) == Some(checked))
}

/// Choice and option, by the words shown to people.
pub(super) fn design_json(session: &Session, design: &Design) -> Value {
    Value::Object(
        session.design_in_words(design).into_iter().map(|(choice, pick)| (choice, Value::from(pick))).collect(),
    )
}

fn print_text(session: &Session, analysis: &Analysis, out: &mut dyn Write) -> anyhow::Result<()> {
    let project = session.project();
    writeln!(out, "{}", super::shown_name(session))?;
    for (choice, pick) in session.design_in_words(session.design()) {
        writeln!(out, "  {choice}: {pick}")?;
    }
    if let Some((id, decision)) = decision(session) {
        let date = decision.date.map_or_else(String::new, |date| format!(", {date}"));
        writeln!(out, "  Decision: {} ({}{date})", decision.name(), project.standing(id))?;
    }
    writeln!(out, "\nRequirements")?;
    let rows: Vec<_> = analysis
        .verdicts
        .iter()
        .map(|verdict| {
            let requirement = project.requirements.get(&verdict.requirement);
            vec![
                verdict.outcome.key().to_owned(),
                requirement.map_or_else(String::new, |requirement| requirement.kind().to_owned()),
                requirement.map_or_else(|| verdict.requirement.to_string(), |requirement| requirement.name.clone()),
                verdict.quality.in_words(),
                requirement.map_or_else(String::new, crate::model::Requirement::relation),
                verdict.quality.quantity.provenance().label().to_owned(),
            ]
        })
        .collect();
    print::table(out, &["Verdict", "Kind", "Requirement", "Value", "Threshold", "Provenance"], &rows)?;
    if !analysis.findings.is_empty() {
        writeln!(out, "\nFindings")?;
    }
    for finding in &analysis.findings {
        match finding.accepted_in(project) {
            Some(reason) => writeln!(out, "  accepted: {} Reason: {reason}", finding.message)?,
            None => writeln!(out, "  {}: {} {}", severity(finding.severity), finding.message, finding.remedy)?,
        }
    }
    Ok(())
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
