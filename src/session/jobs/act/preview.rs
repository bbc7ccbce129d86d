//! Reading what a plan is made from.

use futures_util::StreamExt as _;

use crate::journal::entry::{Place, RunId, Target};
use crate::session::backend::Backend;
use crate::session::connection::{ConnectionKind, Profile};
use crate::session::jobs::act::eyes::{Eyes, Sight};
use crate::session::jobs::act::practice;
use crate::session::outcome::{Outcome, PreviewId};
use crate::session::plan::people::{LeftOut, Obstacle, Planned, admit};
use crate::session::plan::wish::{Subject, Subjects, Wish};
use crate::session::plan::{Deed, Plan};
use crate::session::problem::Problem;
use crate::session::settings::Care;
use crate::session::worker::Outbox;
use crate::verkada::Verb;

/// People read at the same time.
const AT_ONCE: usize = 8;
/// People read between two words about it.
const TOLD_EVERY: usize = 25;

/// Makes a plan of a wish and hands it to the screen.
pub(in crate::session::jobs) async fn preview(
    backend: &Backend,
    outbox: &Outbox,
    preview: PreviewId,
    profile: &Profile,
    wish: Wish,
) {
    let result = make(backend, outbox, preview, profile, wish).await.map(Box::new);
    outbox.send(Outcome::Previewed { preview, result }).await;
}

async fn make(
    backend: &Backend,
    outbox: &Outbox,
    preview: PreviewId,
    profile: &Profile,
    wish: Wish,
) -> Result<Plan, Problem> {
    let mut deed = wish.deed;
    let (targets, left_out) = match wish.subjects {
        Subjects::People(people) => {
            let care = Care { protected: wish.protected, ..Care::default() };
            let eyes = Eyes::open(backend, profile).await?;
            look(&eyes, outbox, preview, wish.verb, people, &care).await
        }
        Subjects::NewDomain(domain) => (vec![thing(domain.as_str())], Vec::new()),
        Subjects::Domain(domain) => (vec![thing(&domain)], Vec::new()),
        Subjects::Token => (vec![thing("SCIM token")], Vec::new()),
        Subjects::Practice(practiced) => {
            let care = Care { protected: wish.protected, ..Care::default() };
            let eyes = Eyes::open(backend, profile).await?;
            let made = practice::make(&eyes, &practiced, &care).await?;
            deed = Deed::Entra(made.calls);
            (made.targets, made.left_out)
        }
    };
    Ok(Plan {
        run: new_run()?,
        verb: wish.verb,
        deed,
        manner: wish.manner,
        connection: profile.key.clone(),
        place: place(profile),
        basis: wish.basis,
        targets,
        left_out,
        made_at: (backend.now)(),
    })
}

async fn look(
    eyes: &Eyes,
    outbox: &Outbox,
    preview: PreviewId,
    verb: Verb,
    people: Vec<Subject>,
    care: &Care,
) -> (Vec<Planned>, Vec<LeftOut>) {
    let (mut seen, mut left_out, mut read) = (Vec::new(), Vec::new(), 0);
    let looks = people.into_iter().map(|subject| async move {
        let sight = eyes.see(&subject).await;
        (subject, sight)
    });
    let mut looks = futures_util::stream::iter(looks).buffered(AT_ONCE);
    while let Some((subject, sight)) = looks.next().await {
        read += 1;
        if read % TOLD_EVERY == 0 {
            outbox.send(Outcome::Previewing { preview, read }).await;
        }
        let why = match sight {
            Sight::There(one) => {
                seen.push(*one);
                continue;
            }
            Sight::Gone => Obstacle::Gone,
            Sight::Unread(why) => Obstacle::Unread(why),
        };
        left_out.push(LeftOut { id: subject.id, display_name: subject.display_name, why });
    }
    let (targets, unfit) = admit(verb, seen, |target| care.protects(&target.user_name));
    left_out.extend(unfit);
    (targets, left_out)
}

/// A target that is no person.
fn thing(name: &str) -> Planned {
    let target = Target {
        id: name.to_owned(),
        user_name: String::new(),
        display_name: name.to_owned(),
        fingerprint: String::new(),
    };
    Planned { target, standing: None, holdings: None }
}

/// A name for a run that no other has.
pub(super) fn new_run() -> Result<RunId, Problem> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::new("make a plan", error.to_string(), "Start the program again")
    })?;
    Ok(RunId::from_random(bytes))
}

/// The connection as the record has it.
pub(super) fn place(profile: &Profile) -> Place {
    let kind = match profile.kind {
        ConnectionKind::Sandbox => "sandbox",
        ConnectionKind::Command => "command",
        ConnectionKind::Scim => "scim",
    };
    Place {
        connection: profile.key.0.clone(),
        name: profile.name.clone(),
        kind: kind.to_owned(),
        origin: profile.place(),
    }
}
