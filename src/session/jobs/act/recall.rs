//! Finding out by reading what came of a request of practice that nobody knows about.

use crate::client::{Collection, ErrorKind};
use crate::entra::Request;
use crate::journal::entry::{self, Target};
use crate::scim::{ResourceId, User};
use crate::session::jobs::act::deed::Came;
use crate::session::jobs::act::eyes::{Eyes, Sight};
use crate::session::jobs::act::practice::{Effect, one_line};
use crate::session::plan::wish::Subject;
use crate::session::problem::sentence;
use crate::verkada::Verb;

/// What reading says about a call of practice that nobody knows the end of. The values that were sent are not in the record, so a
/// change of attributes shows only in that the person is another than when the plan was made.
pub(super) async fn found_out(eyes: &Eyes, verb: Verb, target: &Target) -> Came {
    let scim = &eyes.scim;
    let unknown = |why: String| (entry::Outcome::Unknown { why }, Vec::new());
    if verb == Verb::Provision {
        let question = Request::match_user_name(&target.user_name);
        return match scim.find_entra(&question).await {
            Ok(found) => settled((!found.matching.is_empty()).into(), one_line(&question)),
            Err(error) => unknown(sentence(error.reason())),
        };
    }
    let Ok(id) = ResourceId::parse(&target.id) else {
        return unknown("The id in the record cannot be read.".to_owned());
    };
    let user = match scim.get(Collection::Users, &id).await {
        Ok(_) if verb == Verb::HardDelete => {
            return settled(Effect::Missing, format!("GET /Users/{id} still answers"));
        }
        Ok(user) => User(user),
        Err(error) if error.kind() == ErrorKind::NotFound && verb == Verb::HardDelete => {
            return settled(Effect::There, format!("GET /Users/{id} answers 404"));
        }
        Err(error) => return unknown(sentence(error.reason())),
    };
    let is_on = user.active() != Some(false);
    let line = format!("GET /Users/{id}: active is {is_on}");
    match verb {
        Verb::Deactivate => settled((!is_on).into(), line),
        Verb::Reactivate => settled(is_on.into(), line),
        Verb::ChangeAttributes => {
            let subject =
                Subject { id: target.id.clone(), display_name: target.display_name.clone() };
            match eyes.see(&subject).await {
                Sight::There(seen) => settled(
                    (seen.target.fingerprint != target.fingerprint).into(),
                    "The person was read again and compared with the plan".to_owned(),
                ),
                Sight::Gone | Sight::Unread(_) => {
                    unknown("The person could not be read.".to_owned())
                }
            }
        }
        _ => unknown(
            "The record does not say which group it was: look at the groups of the person."
                .to_owned(),
        ),
    }
}

fn settled(effect: Effect, line: String) -> Came {
    let outcome = match effect {
        Effect::There => entry::Outcome::Done,
        Effect::Missing => {
            entry::Outcome::Failed { why: "Reading shows that it was not done.".to_owned() }
        }
    };
    (outcome, vec![line])
}
