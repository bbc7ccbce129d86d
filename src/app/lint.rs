//! `scim-desk lint`: what is wrong or doubtful about the mappings of a provisioning schema.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::app::scripts::End;
use crate::app::scripts::about;
use crate::app::scripts::finish;
use crate::app::scripts::name;
use crate::app::scripts::read;
use crate::app::scripts::warnings_text;
use crate::entra::Directory;
use crate::entra::MappingFinding;
use crate::entra::MappingSeverity;
use crate::entra::Mappings;
use crate::entra::ReportWarning;
use crate::entra::ResourceKind;
use crate::entra::SchemaDocument;
use crate::entra::lint;

/// What the `lint` subcommand takes.
#[derive(Debug, Args)]
pub(super) struct LintArguments {
    /// A provisioning schema as Entra exports it.
    schema: PathBuf,
    /// People of Entra, CSV or JSON: some findings need them.
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// Print one JSON object. Rows are numbered from 1, as the window shows them; warnings have the line of a file.
    #[arg(long)]
    json: bool,
}

/// Looks and prints.
pub(super) fn run(arguments: &LintArguments) -> ExitCode {
    finish(look(arguments))
}

fn look(arguments: &LintArguments) -> Result<(String, End), String> {
    let document = SchemaDocument::open(&read(&arguments.schema)?)
        .map_err(|error| about(&arguments.schema, error))?;
    let mut warnings = ReportWarning::of_schema(&name(&arguments.schema), &document);
    let people = match &arguments.people {
        None => None,
        Some(path) => {
            let people = Directory::read(&read(path)?).map_err(|problem| about(path, problem))?;
            warnings.extend(ReportWarning::of_people(&name(path), &people));
            Some(people.directory)
        }
    };
    let mappings = document.mappings();
    let findings = lint(mappings, people.as_ref());
    let is_clean = findings.iter().all(|finding| finding.severity == MappingSeverity::Advice);
    let text = if arguments.json {
        let list: Vec<_> = findings.iter().map(|finding| to_json(finding, mappings)).collect();
        let warnings: Vec<_> = warnings.iter().map(ReportWarning::to_json).collect();
        json!({"clean": is_clean, "findings": list, "warnings": warnings}).to_string()
    } else {
        to_text(&findings, &warnings, mappings)
    };
    Ok((text, if is_clean { End::Clean } else { End::Findings }))
}

fn to_text(findings: &[MappingFinding], warnings: &[ReportWarning], mappings: &Mappings) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        let row = target(finding, mappings).map(|target| format!(", {target}"));
        lines.push(format!(
            "{:<8} {}  {} ({}{})\n         {}\n         {}\n         Source: {}",
            severity(finding.severity),
            finding.rule,
            finding.title,
            kind(finding.kind),
            row.unwrap_or_default(),
            finding.evidence,
            finding.why,
            finding.source
        ));
        if let Some(fix) = &finding.fix {
            lines.push(format!("         Fix: {}", fix.label));
        }
    }
    if findings.is_empty() {
        lines.push("Nothing is wrong with the mappings.".to_owned());
    }
    lines.extend(warnings_text(warnings));
    lines.join("\n")
}

fn to_json(finding: &MappingFinding, mappings: &Mappings) -> serde_json::Value {
    json!({
        "rule": finding.rule,
        "severity": severity(finding.severity),
        "kind": kind(finding.kind),
        "row": finding.row.map(|row| row + 1),
        "target": target(finding, mappings),
        "title": finding.title,
        "evidence": finding.evidence,
        "why": finding.why,
        "source": finding.source,
        "fix": finding.fix.as_ref().map(|fix| &fix.label),
    })
}

fn target<'a>(finding: &MappingFinding, mappings: &'a Mappings) -> Option<&'a str> {
    mappings.of(finding.kind).rows.get(finding.row?).map(|row| row.target.as_str())
}

const fn severity(severity: MappingSeverity) -> &'static str {
    match severity {
        MappingSeverity::Advice => "advice",
        MappingSeverity::Warning => "warning",
        MappingSeverity::Error => "error",
    }
}

const fn kind(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::User => "users",
        ResourceKind::Group => "groups",
    }
}
