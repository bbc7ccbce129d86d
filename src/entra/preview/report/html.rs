//! The report for people: one page that needs nothing else, and that prints well.

use std::fmt::Display;
use std::io::{self, Write};

use crate::entra::mapping::short_target;
use crate::entra::preview::report::{PreviewReport, ReportPerson, plain, problem};
use crate::entra::preview::{Clash, CountKind, SkipReason, Trouble};
use crate::limits;
use crate::verkada::count as grouped;
use crate::verkada::name::shown;

const STYLE: &str = "\
body{font:14px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}p{margin:.4rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d8dde3}
th{font-weight:600;background:#f4f6f8}table.people th:nth-child(2){width:6rem}table.people th:nth-child(3){width:22%}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
td{overflow-wrap:anywhere}table.people{table-layout:fixed}table.rows th:first-child{width:24%}table.found th:first-child{width:4rem}.quiet{color:#59636e}.bad{color:#a40e26}code{font:12px/1.4 ui-monospace,monospace}
ul.counts{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}
ul.counts li{border:1px solid #d8dde3;border-radius:6px;padding:.4rem .8rem}ul.counts b{display:block;font-size:1.3rem}
@media print{body{margin:0;max-width:none;font-size:11px}tr{break-inside:avoid}thead{display:table-header-group}h2{break-after:avoid}}";

/// The counts on top.
const TOP: [CountKind; 6] = [
    CountKind::Create,
    CountKind::Update,
    CountKind::Same,
    CountKind::Enable,
    CountKind::Disable,
    CountKind::Skipped,
];

/// The columns of the table of rows.
const COLUMNS: [CountKind; 8] = [
    CountKind::Changed,
    CountKind::Blank,
    CountKind::Kept,
    CountKind::Unmapped,
    CountKind::Invalid,
    CountKind::Clashing,
    CountKind::Failed,
    CountKind::Unknown,
];

impl PreviewReport<'_> {
    /// Writes the report for people. Text is escaped, and what cannot be seen in it is written out.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_html(&self, mut writer: impl Write) -> io::Result<()> {
        let about = text(self.about);
        writeln!(
            writer,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>What Command would receive</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1>What Command would receive</h1>\n<p class=\"quiet\">{about}</p>"
        )?;
        self.write_warnings(&mut writer)?;
        self.write_counts(&mut writer)?;
        self.write_findings(&mut writer)?;
        self.write_rows(&mut writer)?;
        self.write_people(&mut writer)?;
        self.write_untouched(&mut writer)?;
        writer.write_all(b"</body>\n</html>\n")
    }

    /// What the counts below rest on and may be wrong by.
    fn write_warnings(&self, writer: &mut impl Write) -> io::Result<()> {
        if self.warnings.is_empty() {
            return Ok(());
        }
        writer.write_all(b"<h2>Warnings about the files</h2>\n<ul>\n")?;
        for warning in self.warnings {
            writeln!(writer, "<li>{}</li>", words(warning))?;
        }
        writer.write_all(b"</ul>\n")
    }

    fn write_counts(&self, writer: &mut impl Write) -> io::Result<()> {
        let total = self.everyone.len();
        writeln!(writer, "<ul class=\"counts\">\n<li><b>{}</b>People</li>", grouped(total))?;
        for kind in TOP {
            let count = self.everyone.count_of(kind, None);
            writeln!(writer, "<li><b>{}</b>{}</li>", grouped(count), words(kind))?;
        }
        writer.write_all(b"</ul>\n")
    }

    fn write_findings(&self, writer: &mut impl Write) -> io::Result<()> {
        let skips = SkipReason::ALL.map(CountKind::SkippedBecause);
        let invalid = Trouble::ALL.map(CountKind::InvalidBecause);
        let clashes = Clash::ALL.map(CountKind::ClashingBy);
        let kinds = skips.into_iter().chain(invalid).chain(clashes);
        let kinds = kinds.chain([CountKind::Failed, CountKind::Unknown]);
        let found: Vec<_> = kinds
            .map(|kind| (kind, self.everyone.count_of(kind, None)))
            .filter(|(_, count)| *count > 0)
            .collect();
        if found.is_empty() {
            return writeln!(writer, "<p>Nothing is invalid, clashes or is left out.</p>");
        }
        write_head(
            writer,
            "What to look at",
            "found",
            &[Title::Number("People"), Title::Text("What")],
        )?;
        for (kind, count) in found {
            writeln!(
                writer,
                "<tr><td class=\"number\">{}</td><td>{}</td></tr>",
                grouped(count),
                words(kind)
            )?;
        }
        write_end(writer)
    }

    fn write_rows(&self, writer: &mut impl Write) -> io::Result<()> {
        let titles = COLUMNS.map(|kind| kind.to_string());
        let mut head = vec![Title::Text("Target")];
        head.extend(titles.iter().map(|title| Title::Number(title)));
        write_head(writer, "Row by row", "rows", &head)?;
        for row in 0..self.everyone.rows() {
            write!(writer, "<tr><td>{}</td>", target(self.target(row)))?;
            for kind in COLUMNS {
                let count = self.everyone.count_of(kind, Some(row));
                let quiet = if count == 0 { " quiet" } else { "" };
                write!(writer, "<td class=\"number{quiet}\">{}</td>", grouped(count))?;
            }
            writer.write_all(b"</tr>\n")?;
        }
        write_end(writer)?;
        let unfilled: Vec<_> = self.preview.unfilled().map(words).collect();
        if unfilled.is_empty() {
            return Ok(());
        }
        writeln!(writer, "<p class=\"quiet\">No row fills: {}</p>", unfilled.join(", "))
    }

    fn write_people(&self, writer: &mut impl Write) -> io::Result<()> {
        let head = ["Person", "Outcome", "Target", "In Command", "Sent", "Note"].map(Title::Text);
        write_head(writer, "People", "people", &head)?;
        let all = self.everyone.len();
        let mut notable = (0..all).filter(|&row| self.is_notable(row));
        let mut shown = 0;
        for person in notable.by_ref().take(limits::REPORT_PEOPLE) {
            shown += 1;
            if let Some(person) = self.person(person) {
                self.write_person(writer, &person)?;
            }
        }
        write_end(writer)?;
        if shown == all {
            return Ok(());
        }
        let (some, all) = (grouped(shown + notable.count()), grouped(all));
        writeln!(
            writer,
            "<p class=\"quiet\">For {some} of {all} people something changes, is wrong, or keeps them out; shown are the first {}, \
             with the rows that matter. The CSV and JSON reports hold everybody and every row that is counted.</p>",
            grouped(shown)
        )
    }

    fn write_person(&self, writer: &mut impl Write, person: &ReportPerson) -> io::Result<()> {
        let mut rows: Vec<[String; 4]> = person
            .notable_rows()
            .map(|(at, row)| {
                let [held, sent] = [&row.held, &row.sent].map(|value| text(plain(value.as_ref())));
                [target(self.target(at)), held, sent, words(problem(row))]
            })
            .collect();
        rows.extend(
            person
                .clashes
                .iter()
                .map(|clash| [String::new(), String::new(), String::new(), words(clash)]),
        );
        let who = format!(
            "{}<br><span class=\"quiet\">{}</span>",
            text(&person.label),
            text(&person.user_principal_name)
        );
        let outcome = words(person.preview.outcome);
        if rows.is_empty() {
            return writeln!(writer, "<tr><td>{who}</td><td colspan=\"5\">{outcome}</td></tr>");
        }
        let count = rows.len();
        for (at, [target, held, sent, note]) in rows.into_iter().enumerate() {
            writer.write_all(b"<tr>")?;
            if at == 0 {
                write!(
                    writer,
                    "<td rowspan=\"{count}\">{who}</td><td rowspan=\"{count}\">{outcome}</td>"
                )?;
            }
            writeln!(
                writer,
                "<td>{target}</td><td>{held}</td><td>{sent}</td><td class=\"bad\">{note}</td></tr>"
            )?;
        }
        Ok(())
    }

    fn write_untouched(&self, writer: &mut impl Write) -> io::Result<()> {
        let untouched = self.everyone.untouched();
        if untouched.is_empty() {
            return Ok(());
        }
        let title = format!("In Command, and left alone: {}", grouped(untouched.len()));
        write_head(writer, &title, "untouched", &["userName", "Id"].map(Title::Text))?;
        for &held in untouched.iter().take(limits::REPORT_PEOPLE) {
            let held = held as usize;
            let name = text(self.holdings.user_name(held).unwrap_or_default());
            let id = text(self.holdings.id(held).unwrap_or_default());
            writeln!(writer, "<tr><td>{name}</td><td><code>{id}</code></td></tr>")?;
        }
        write_end(writer)?;
        if untouched.len() <= limits::REPORT_PEOPLE {
            return Ok(());
        }
        let shown = grouped(limits::REPORT_PEOPLE);
        writeln!(
            writer,
            "<p class=\"quiet\">The first {shown} are shown. The JSON report holds all of them.</p>"
        )
    }
}

/// The title of a column, by what stands below.
enum Title<'a> {
    Text(&'a str),
    Number(&'a str),
}

fn write_head(
    writer: &mut impl Write,
    title: &str,
    class: &str,
    columns: &[Title<'_>],
) -> io::Result<()> {
    write!(writer, "<h2>{}</h2>\n<table class=\"{class}\">\n<thead><tr>", words(title))?;
    for column in columns {
        match column {
            Title::Text(title) => write!(writer, "<th>{}</th>", words(title))?,
            Title::Number(title) => write!(writer, "<th class=\"number\">{}</th>", words(title))?,
        }
    }
    writer.write_all(b"</tr></thead>\n<tbody>\n")
}

fn write_end(writer: &mut impl Write) -> io::Result<()> {
    writer.write_all(b"</tbody>\n</table>\n")
}

/// A target in short, with the whole of it to be read when the pointer rests there.
fn target(target: &str) -> String {
    format!("<code title=\"{}\">{}</code>", text(target), text(short_target(target)))
}

/// Text of others as a page shows it: never markup, nothing invisible, not too long.
fn text(value: impl Display) -> String {
    escaped(&shown(&value.to_string()))
}

/// A sentence of this program, in which text of others is fit to be shown already.
fn words(sentence: impl Display) -> String {
    escaped(&sentence.to_string())
}

fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
