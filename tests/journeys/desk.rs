//! The app as a person has it before them: what is there to read, to click, to type into.

use std::sync::mpsc::Receiver;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use std::time::Instant;

use egui::Key;
use egui::Modifiers;
use egui::Rect;
use egui::ViewportCommand;
use egui::ViewportEvent;
use egui::ViewportId;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;
use scim_desk::App;
use scim_desk::Start;
use scim_desk::Vault;
use tempfile::TempDir;

/// Time for anything to happen, on the busiest machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Looks at the screen again after this time even when nothing woke it: times on it grow old.
const GLANCE: Duration = Duration::from_millis(20);

/// The pages, in the order of the rail.
pub(crate) const PAGES: [&str; 9] = [
    "Overview",
    "Domains & token",
    "Users",
    "Groups",
    "Deleted users",
    "Mappings",
    "Diagnose",
    "Activity",
    "Settings",
];

/// The app in a window of its own.
pub(crate) struct Desk {
    pub(crate) harness: Harness<'static, App>,
    woken: Receiver<()>,
    home: TempDir,
}

/// One thing in the accessibility tree.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the tree")]
pub(crate) struct Seen {
    pub(crate) role: Role,
    /// Its name, or its text.
    pub(crate) text: String,
    pub(crate) value: String,
    pub(crate) rect: Rect,
    pub(crate) is_focused: bool,
    pub(crate) is_disabled: bool,
    pub(crate) is_focusable: bool,
    pub(crate) is_selected: bool,
}

impl Desk {
    /// With a sandbox of this many people and a vault in memory.
    pub(crate) fn with_people(people: u32) -> Self {
        let home = tempfile::tempdir().unwrap();
        let start = Start::inside(home.path(), Vault::memory(), people);
        Self::open(home, start, 1.0)
    }

    /// With all of it given, on a screen of this many pixels for each point.
    pub(crate) fn open(home: TempDir, start: Start, scale: f32) -> Self {
        let (wake, woken) = sync_channel(1);
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_pixels_per_point(scale)
            .with_max_steps(60)
            .with_os(egui::os::OperatingSystem::Nix)
            .with_context_setup(move |ctx| {
                // One that waits to be taken says as much as two.
                ctx.set_request_repaint_callback(move |_| wake.try_send(()).unwrap_or_default());
            })
            .allow_missing_glyphs()
            .build_eframe(|creation| App::new(&creation.egui_ctx, start).unwrap());
        Self { harness, woken, home }
    }

    /// Opens the same folder again, as after a restart, with an empty vault.
    pub(crate) fn reopen(self) -> Self {
        let Self { harness, home, .. } = self;
        drop(harness);
        let start = Start::inside(home.path(), Vault::memory(), 0);
        Self::open(home, start, 1.0)
    }

    /// The text of the settings file.
    pub(crate) fn settings(&self) -> String {
        std::fs::read_to_string(self.home.path().join("config/settings.json")).unwrap_or_default()
    }

    /// Everything that is there, top down.
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.harness.root().children_recursive().map(|node| seen(&node)).collect()
    }

    /// Draws frames until this holds.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        assert!(self.comes_to(holds), "waited for {what} in vain; there is:\n{}", self.text());
    }

    /// Draws frames until this holds; false when it does not in all the time there is.
    pub(crate) fn comes_to(&mut self, holds: impl Fn(&Self) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.harness.step();
            if holds(self) {
                return true;
            }
            if Instant::now() > deadline {
                return false;
            }
            self.woken.recv_timeout(GLANCE).unwrap_or_default();
        }
    }

    /// Draws frames until this text is somewhere.
    #[track_caller]
    pub(crate) fn wait(&mut self, text: &str) {
        self.until(text, |desk| desk.shows(text));
    }

    /// Draws frames until this text is nowhere.
    #[track_caller]
    pub(crate) fn wait_gone(&mut self, text: &str) {
        self.until(&format!("the end of {text}"), |desk| !desk.shows(text));
    }

    /// Draws the frames that a change on screen needs; waits for nothing.
    pub(crate) fn settle(&mut self) {
        self.harness.run_ok();
    }

    /// Whether some name or text has this in it.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.find(|seen| seen.text.contains(text)).is_some()
    }

    /// The first thing of which this holds.
    pub(crate) fn find(&self, holds: impl Fn(&Seen) -> bool) -> Option<Seen> {
        self.harness.root().children_recursive().map(|node| seen(&node)).find(holds)
    }

    /// The node with this role and exactly this name.
    #[track_caller]
    pub(crate) fn node(&self, role: Role, name: &str) -> Node<'_> {
        let fits = |node: &Node<'_>| {
            let seen = seen(node);
            seen.role == role && seen.text == name
        };
        match self.harness.root().children_recursive().find(fits) {
            Some(node) => node,
            None => panic!("there is no {role:?} {name:?}; there is:\n{}", self.text()),
        }
    }

    /// Clicks what has this role and name, as soon as it can be clicked.
    #[track_caller]
    pub(crate) fn click(&mut self, role: Role, name: &str) {
        self.click_first(&format!("{role:?} {name:?}"), |seen| {
            seen.role == role && seen.text == name
        });
    }

    #[track_caller]
    pub(crate) fn button(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Clicks the first with this role whose name begins so.
    #[track_caller]
    pub(crate) fn click_starting(&mut self, role: Role, start: &str) {
        self.click_first(start, |seen| seen.role == role && seen.text.starts_with(start));
    }

    /// Clicks the first of which this holds, as soon as it can be clicked: while a job ends, a button may still be disabled,
    /// and a dialog that is open takes the clicks of all that is behind it. Its name may change from frame to frame, and so
    /// may its place when something comes in above it: it is clicked as a screen reader does.
    #[track_caller]
    fn click_first(&mut self, what: &str, fits: impl Fn(&Seen) -> bool) {
        self.until(&format!("{what} that can be clicked"), |desk| {
            let node =
                desk.within_reach().find(|node| fits(&seen(node)) && !seen(node).is_disabled);
            node.inspect(Node::click_accesskit).is_some()
        });
        self.settle();
    }

    /// What is there to click: all of the dialog that is open, else everything.
    fn within_reach(&self) -> impl Iterator<Item = Node<'_>> {
        let from = self.dialog().unwrap_or_else(|| self.harness.root());
        from.children_recursive()
    }

    /// Chooses an entry of the menu that is open.
    #[track_caller]
    pub(crate) fn pick(&mut self, entry: &str) {
        self.until(&format!("the entry {entry:?}"), |desk| {
            let node = desk.harness.root().children_recursive().find(|node| {
                let seen = seen(node);
                let is_entry = matches!(
                    seen.role,
                    Role::MenuItem | Role::MenuItemCheckBox | Role::MenuItemRadio
                );
                is_entry && seen.text == entry
            });
            node.inspect(Node::click).is_some()
        });
        self.settle();
    }

    /// Clicks a button of the dialog that is open.
    #[track_caller]
    pub(crate) fn dialog_button(&mut self, name: &str) {
        // A click in the very frames in which a modal appears is lost.
        self.settle();
        self.until(&format!("{name:?} in the dialog"), |desk| {
            let node = desk.dialog().and_then(|dialog| {
                dialog.children_recursive().find(|node| {
                    let seen = seen(node);
                    seen.role == Role::Button && seen.text == name && !seen.is_disabled
                })
            });
            node.inspect(Node::click).is_some()
        });
        self.settle();
    }

    /// Asks the window to close, as the system does for who clicks its cross, and says whether it closes.
    pub(crate) fn close(&mut self) -> bool {
        let window = self.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).unwrap();
        window.events.push(ViewportEvent::Close);
        self.harness.step();
        let is_kept = self.commands(|command| *command == ViewportCommand::CancelClose);
        self.settle();
        !is_kept
    }

    /// Whether the last frame asked this of the window.
    pub(crate) fn commands(&self, holds: impl Fn(&ViewportCommand) -> bool) -> bool {
        let windows = &self.harness.output().viewport_output;
        windows.values().flat_map(|window| &window.commands).any(holds)
    }

    /// What has a name in the dialog that is open.
    pub(crate) fn inside_dialog(&self) -> Vec<Seen> {
        self.dialog()
            .into_iter()
            .flat_map(|dialog| {
                dialog.children_recursive().map(|node| seen(&node)).collect::<Vec<_>>()
            })
            .collect()
    }

    fn dialog(&self) -> Option<Node<'_>> {
        self.harness.root().children_recursive().find(|node| seen(node).role == Role::Dialog)
    }

    /// Fills the dialog that adds any other SCIM 2.0 server.
    #[track_caller]
    pub(crate) fn fill_connection(&mut self, name: &str, url: &str, token: &str) {
        self.press(Modifiers::COMMAND, Key::N);
        self.wait("Read people and groups of another organization.");
        self.settle();
        self.click(Role::ComboBox, "Where");
        self.pick("Any other SCIM 2.0 server");
        self.type_into(Role::TextInput, "Tenant URL", url);
        self.type_into(Role::PasswordInput, "SCIM token", token);
        self.type_into(Role::TextInput, "Name", name);
    }

    /// Adds any other SCIM 2.0 server.
    #[track_caller]
    pub(crate) fn add_connection(&mut self, name: &str, url: &str, token: &str) {
        self.fill_connection(name, url, token);
        self.dialog_button("Save and check");
    }

    /// Goes to a page by the rail.
    #[track_caller]
    pub(crate) fn go(&mut self, page: &str) {
        let counted = format!("{page}, ");
        self.click_first(page, |seen| {
            seen.role == Role::Tab && (seen.text == page || seen.text.starts_with(&counted))
        });
    }

    /// A token that was saved is checked before one's eyes; goes on to the people.
    #[track_caller]
    pub(crate) fn leave_the_check(&mut self) {
        self.wait("Does the host name have an address?");
        self.go("Users");
    }

    /// Puts the keyboard into a field and types.
    #[track_caller]
    pub(crate) fn type_into(&mut self, role: Role, name: &str, text: &str) {
        self.node(role, name).focus();
        self.settle();
        self.node(role, name).type_text(text);
        self.settle();
    }

    pub(crate) fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.press(Modifiers::NONE, key);
    }

    /// The texts of one column of a table, as far as rows are in sight.
    pub(crate) fn column(&self, title: &str) -> Vec<String> {
        let all = self.all();
        let Some(header) =
            all.iter().find(|seen| seen.role == Role::ColumnHeader && seen.text == title)
        else {
            return Vec::new();
        };
        let below = |seen: &&Seen| {
            seen.role == Role::Cell && (seen.rect.left() - header.rect.left()).abs() < 1.0
        };
        all.iter().filter(below).map(|seen| seen.text.clone()).collect()
    }

    /// How many rows the first table has, in sight or not.
    pub(crate) fn rows(&self) -> usize {
        let row = self.find(|seen| seen.role == Role::Row);
        let count = row
            .and_then(|row| row.text.rsplit_once(" of ").and_then(|(_, count)| count.parse().ok()));
        count.unwrap_or(0)
    }

    /// What has the keyboard.
    pub(crate) fn focused(&self) -> Option<Seen> {
        self.find(|seen| seen.is_focused && seen.role != Role::Window && !seen.text.is_empty())
    }

    /// The tree as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        outline(&self.harness.root(), 0, &mut text);
        text
    }
}

fn seen(node: &Node<'_>) -> Seen {
    let inner = node.accesskit_node();
    let value = inner.value().unwrap_or_default();
    Seen {
        role: inner.role(),
        text: inner.label().unwrap_or_else(|| {
            if inner.role() == Role::Label { value.clone() } else { String::new() }
        }),
        value,
        rect: inner.bounding_box().map_or(Rect::NOTHING, |_| node.rect()),
        is_focused: inner.is_focused(),
        is_disabled: inner.is_disabled(),
        is_focusable: inner.data().supports_action(egui::accesskit::Action::Focus),
        is_selected: inner.is_selected().unwrap_or_default()
            || inner.toggled() == Some(egui::accesskit::Toggled::True),
    }
}

/// One line for each thing that has a meaning; boxes that only hold others are left out.
fn outline(node: &Node<'_>, depth: usize, text: &mut String) {
    use std::fmt::Write as _;
    let seen = seen(node);
    let is_box = matches!(
        seen.role,
        Role::GenericContainer | Role::Pane | Role::ScrollView | Role::TextRun | Role::Unknown
    );
    let is_shown = !(is_box && seen.text.is_empty());
    if is_shown {
        write!(text, "{:indent$}{:?} {:?}", "", seen.role, seen.text, indent = depth * 2).unwrap();
        if !seen.value.is_empty() && seen.value != seen.text {
            write!(text, " = {:?}", seen.value).unwrap();
        }
        for (holds, word) in [
            (seen.is_disabled, " disabled"),
            (seen.is_selected, " selected"),
            (seen.is_focused, " focused"),
        ] {
            text.push_str(if holds { word } else { "" });
        }
        text.push('\n');
    }
    if seen.role == Role::Label {
        return;
    }
    for child in node.children() {
        outline(&child, depth + usize::from(is_shown), text);
    }
}
