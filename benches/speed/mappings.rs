//! Mappings over many people: the preview of the template for Command, and evaluations a second beside engines of JavaScript.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Instant;

use scim_desk::{
    CountKind, Directory, EntraValueRef, Everyone, Expression, ExpressionArena, Flow, Holdings,
    Preview, PreviewChunk, SchemaDocument, Surroundings,
};
use serde_json::{Value, json};

use crate::table::{Table, grouped, median};

const PEOPLE: usize = 100_000;
const PEOPLE_OF_PEERS: usize = 10_000;
/// As a preview takes them.
const PEOPLE_AT_ONCE: usize = 512;
const ROUNDS: usize = 5;
/// So many that every engine is warm.
const ROUNDS_OF_PEERS: usize = 30;
/// How often all of them are measured.
const TURNS: usize = 5;
/// How often the people are evaluated in a round here, which makes it about as long as one of the quickest peers.
const TIMES_A_ROUND: usize = 10;

/// Typical expressions of mappings; `peer/run.mjs` has the same in other languages.
const EXPRESSIONS: [&str; 8] = [
    "[userPrincipalName]",
    "Join(\" \", [givenName], [surname])",
    "ToLower([mail], )",
    "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")",
    "IIF([department] = \"Harbor\", \"Yes\", \"No\")",
    "Append([mailNickname], \"@halcyon.example\")",
    "Left([givenName], 1)",
    "Replace([telephoneNumber], \" \", , , \"\", , )",
];

/// Engines of JavaScript that evaluate expressions which people write, whatever they make of them.
const PEERS: [&str; 5] = ["jsonata", "expr-eval", "filtrex", "cel-js", "subscript"];

/// JavaScript itself, to show how far it gets: written by hand, and made of rules in JSON. Functions of `peer/run.mjs` stand in
/// those for three of the expressions.
const JAVASCRIPT: [&str; 2] = ["json-logic-engine", "JavaScript"];

/// The attributes that they read.
const NAMES: [&str; 8] = [
    "userPrincipalName",
    "givenName",
    "surname",
    "mail",
    "IsSoftDeleted",
    "department",
    "mailNickname",
    "telephoneNumber",
];

pub(crate) fn measure(table: &mut Table) {
    preview(table);
    evaluations(table);
}

/// People with cards for every other one, as a CSV file has them.
fn directory(count: usize) -> Directory {
    let mut csv = "objectId,userPrincipalName,mail,mailNickname,givenName,surname,jobTitle,telephoneNumber,department,\
                   companyName,employeeId,extensionAttribute1,extensionAttribute2,extensionAttribute3,\
                   extensionAttribute4,extensionAttribute5,IsSoftDeleted\n"
        .to_owned();
    for row in 0..count {
        let card = if row % 2 == 0 {
            format!("Standard 26-bit Wiegand,{},,active,{}", row % 65_536, 10 + row / 65_536)
        } else {
            ",,,,".to_owned()
        };
        let department = ["Harbor", "Fleet", "Finance"][row % 3];
        let leaves = if row % 17 == 0 { "True" } else { "False" };
        writeln!(
            csv,
            "o-{row:034},person{row}@halcyon.example,Person{row}@Halcyon.example,person{row},Given{},Family{},\
             Title {},+1 555 {row},{department},Halcyon,E{row},{card},{leaves}",
            row % 300,
            row % 700,
            row % 40,
        )
        .expect("text can be written");
    }
    Directory::read_csv(csv.as_bytes()).expect("the file is right").directory
}

/// What Command holds of them: nearly the same.
fn holdings(preview: &Preview, directory: &Directory) -> Holdings {
    let mut holdings = Holdings::new(preview.mapping());
    for (row, person) in directory.people().enumerate() {
        let mut resource = json!({"id": format!("u-{row:034}"), "active": true});
        let text = |name: &str| person.text(name);
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let access = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";
        resource["userName"] = json!(text("userPrincipalName"));
        resource["name"] = json!({"givenName": text("givenName"), "familyName": text("surname")});
        resource["emails"] = json!([{"type": "work", "value": text("mail")}]);
        resource["phoneNumbers"] = json!([{"type": "work", "value": text("telephoneNumber")}]);
        resource["title"] = json!(if row % 10 == 0 { Some("Other") } else { text("jobTitle") });
        resource[enterprise] = json!({
            "department": text("department"), "organization": text("companyName"), "employeeNumber": text("employeeId"),
        });
        resource[access] = json!({
            "cardFormat": text("extensionAttribute1"), "cardNumber": text("extensionAttribute2"),
            "credentialStatus": text("extensionAttribute4"), "facilityCode": text("extensionAttribute5"),
        });
        let resource = resource.as_object().expect("it is an object");
        holdings.push(resource).expect("there is room");
    }
    holdings
}

fn preview(table: &mut Table) {
    let document = SchemaDocument::command_template();
    let surroundings = Surroundings { now: jiff::Timestamp::UNIX_EPOCH, seed: 1, domains: None };
    let preview = Preview::new(&document.mappings().users, surroundings);
    let directory = directory(PEOPLE);
    let holdings = holdings(&preview, &directory);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for threads in [1, cores] {
        let mut times = Vec::new();
        let mut counts = String::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let chunks = chunks(&preview, &directory, &holdings, threads);
            let everyone = Everyone::merge(&preview, &directory, &holdings, chunks);
            times.push(start.elapsed().as_secs_f64());
            let count = |kind| grouped(everyone.count_of(kind, None) as f64);
            counts = format!(
                "{} change, {} the same",
                count(CountKind::Changed),
                count(CountKind::Same)
            );
        }
        table.add(
            format!(
                "preview of {} rows over {} people, {threads} core{}",
                document.mappings().users.rows.len(),
                grouped(PEOPLE as f64),
                if threads == 1 { "" } else { "s" }
            ),
            "1.0 s",
            format!("{:.2} s", median(&times)),
            counts,
        );
        if cores == 1 {
            break;
        }
    }
}

fn chunks(
    preview: &Preview,
    directory: &Directory,
    holdings: &Holdings,
    threads: usize,
) -> Vec<PreviewChunk> {
    let waiting = Mutex::new(Preview::chunks(directory.len()));
    let next = || waiting.lock().expect("nobody panics").next();
    let work = || {
        let mine =
            std::iter::from_fn(next).map(|people| preview.chunk(directory, holdings, people));
        mine.collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut chunks = work();
        chunks.extend(others.into_iter().flat_map(|other| other.join().expect("nobody panics")));
        chunks
    })
}

fn evaluations(table: &mut Table) {
    let directory = directory(PEOPLE_OF_PEERS);
    let expressions = EXPRESSIONS.map(|text| Expression::parse(text).expect("it is right"));
    let mut columns = vec![Vec::new(); EXPRESSIONS.len()];
    evaluate(&directory, &expressions, 0..directory.len(), |at, text| {
        columns[at].push(Value::from(text));
        0
    });
    let person = |row: usize| columns.iter().map(|column| column[row].clone()).collect::<Value>();
    let values: Value = (0..directory.len()).map(person).collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (mut on_one, mut on_all) = (0.0_f64, 0.0_f64);
    let names = || PEERS.into_iter().chain(JAVASCRIPT);
    let folder = peers(&directory);
    let mut theirs: Vec<_> =
        names().map(|_| folder.as_ref().map(|_| 0.0).map_err(String::clone)).collect();
    // In turns, so that what else the machine does slows all of them down or none.
    for _ in 0..TURNS {
        on_one = on_one.max(evaluations_a_second(&directory, &expressions, 1));
        on_all = on_all.max(evaluations_a_second(&directory, &expressions, cores));
        let Ok(folder) = &folder else { continue };
        for (best, name) in theirs.iter_mut().zip(names()) {
            let tried = peer(folder, name).map(|peer| {
                assert_eq!(peer["values"], values, "{name} comes to the same");
                peer["perSecond"].as_f64().expect("a number")
            });
            *best = best.clone().and_then(|best| Ok(tried?.max(best)));
        }
    }
    for (name, theirs) in names().zip(theirs) {
        let ours = |speed: f64| match &theirs {
            Ok(theirs) => format!("{:.1} M, {:.1} ×", speed / 1e6, speed / theirs),
            Err(_) => format!("{:.1} M", speed / 1e6),
        };
        table.add(
            format!("evaluations a second of {} expressions beside {name}", EXPRESSIONS.len()),
            if PEERS.contains(&name) { "20 × on all cores" } else { "" },
            format!("one core {}; {cores} cores {}", ours(on_one), ours(on_all)),
            theirs.map_or_else(|why| why, |theirs| format!("{:.2} M", theirs / 1e6)),
        );
    }
}

/// In the best of all rounds, each thread at its share of the people.
fn evaluations_a_second(directory: &Directory, expressions: &[Expression], threads: usize) -> f64 {
    let share = directory.len().div_ceil(threads);
    let shares = || (0..threads).map(|at| at * share..directory.len().min((at + 1) * share));
    let mut shortest = f64::MAX;
    for _ in 0..ROUNDS_OF_PEERS {
        // Threads begin together, so that their start is not measured: the peers have none.
        let start = Barrier::new(threads);
        let look = |people: Range<usize>| {
            start.wait();
            let begin = Instant::now();
            let mut lengths = 0;
            for _ in 0..TIMES_A_ROUND {
                let people = people.clone();
                lengths += evaluate(directory, expressions, people, |_, text| looked(text));
            }
            std::hint::black_box(lengths);
            (begin, Instant::now())
        };
        let (first, last) = thread::scope(|scope| {
            let looks: Vec<_> = shares().map(|people| scope.spawn(|| look(people))).collect();
            let times = looks.into_iter().map(|look| look.join().expect("nobody panics"));
            times
                .reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
                .expect("there is a thread")
        });
        shortest = shortest.min((last - first).as_secs_f64());
    }
    (TIMES_A_ROUND * directory.len() * expressions.len()) as f64 / shortest
}

/// Looks at a text as `peer/run.mjs` does, in which a text is put together only when one of its letters is asked for.
fn looked(text: &str) -> usize {
    text.len() + usize::from(text.bytes().next_back().unwrap_or_default())
}

/// Makes every value of these people as a preview does, some people at once, and keeps none. What is looked at comes with the
/// place of the expression, person after person; what is seen there is summed up.
fn evaluate(
    directory: &Directory,
    expressions: &[Expression],
    people: Range<usize>,
    mut look: impl FnMut(usize, &str) -> usize,
) -> usize {
    let mut sum = 0;
    let reader = directory.reader(expressions.iter().flat_map(Expression::attributes));
    let counts: Vec<_> = expressions.iter().map(|one| one.attributes().count()).collect();
    let mut arena = ExpressionArena::default();
    for start in people.clone().step_by(PEOPLE_AT_ONCE) {
        let rows = start..people.end.min(start + PEOPLE_AT_ONCE);
        let columns = reader.read(&rows, &arena);
        let mut read = &columns[..];
        for (at, (expression, count)) in expressions.iter().zip(&counts).enumerate() {
            let (own, others) = read.split_at(*count);
            read = others;
            let alone = |_| unreachable!("everybody has everything");
            expression.evaluate_all(rows.len(), own, &arena, alone, |came| {
                let text = match came {
                    Ok(Flow::Value(EntraValueRef::Text(text))) => Some(text),
                    _ => None,
                };
                sum += look(at, text.expect("every value is a text"));
            });
        }
        drop(columns);
        arena.clear();
    }
    sum
}

/// The folder where engines of JavaScript find the same people; why not, where there are none.
fn peers(directory: &Directory) -> Result<PathBuf, String> {
    let folder = install()?;
    let people: Value = directory
        .people()
        .map(|person| {
            let text = |name: &str| json!(person.text(name).expect("everybody has it"));
            NAMES.into_iter().map(|name| (name.to_owned(), text(name))).collect::<Value>()
        })
        .collect();
    fs::write(folder.join("people.json"), people.to_string()).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// What one of them says, alone in its process.
fn peer(folder: &Path, name: &str) -> Result<Value, String> {
    let output = Command::new("node")
        .current_dir(folder)
        .args(["run.mjs", "people.json", &ROUNDS_OF_PEERS.to_string(), name])
        .output()
        .map_err(|error| format!("node not installed: {error}"))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|_no_json| format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Puts the peers into the cache, in the versions pinned beside the script; once.
fn install() -> Result<PathBuf, String> {
    let source = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/speed/peer"));
    let cache = std::env::var_os("SCIM_DESK_CACHE").map(PathBuf::from).or_else(|| {
        directories::BaseDirs::new().map(|folders| folders.cache_dir().join("scim-desk"))
    });
    let folder = cache.ok_or("no cache folder")?.join("mapping-peers");
    let lock = fs::read(source.join("package-lock.json")).map_err(|error| error.to_string())?;
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in ["package.json", "package-lock.json", "run.mjs"] {
        fs::copy(source.join(name), folder.join(name)).map_err(|error| error.to_string())?;
    }
    if fs::read(folder.join("installed")).is_ok_and(|installed| installed == lock) {
        return Ok(folder);
    }
    let installed = Command::new("npm")
        .current_dir(&folder)
        .args(["ci", "--silent", "--no-fund", "--no-audit"])
        .status()
        .map_err(|error| format!("npm not installed: {error}"))?;
    if !installed.success() {
        return Err("not installed: npm ci failed".to_owned());
    }
    fs::write(folder.join("installed"), lock).map_err(|error| error.to_string())?;
    Ok(folder)
}
