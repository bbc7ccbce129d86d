//! The places and the work of the fictional company Halcyon Freight.

/// A place the company works at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) city: &'static str,
    pub(super) country: &'static str,
    pub(super) timezone: &'static str,
    /// A telephone number; each `#` is any digit. Only numbers set aside for fiction: 555-01xx in North
    /// America, and the ranges of Ofcom, Bundesnetzagentur, ARCEP, PTS and ACMA. Places whose country sets
    /// none aside are reached through the switchboard in Chicago.
    pub(super) phone: &'static str,
}

/// A department with how many of a hundred people work in it, and what they are called.
#[derive(Debug)]
pub(super) struct Department {
    pub(super) name: &'static str,
    pub(super) percent: u32,
    pub(super) head: &'static str,
    pub(super) manager: &'static str,
    pub(super) titles: &'static [&'static str],
}

const SWITCHBOARD: &str = "+1 312 555 01##";

const fn site(
    city: &'static str,
    country: &'static str,
    timezone: &'static str,
    phone: &'static str,
) -> Site {
    Site { city, country, timezone, phone }
}

pub(super) static CHICAGO: Site = site("Chicago", "US", "America/Chicago", SWITCHBOARD);
pub(super) static MEMPHIS: Site = site("Memphis", "US", "America/Chicago", "+1 901 555 01##");
pub(super) static NEWARK: Site = site("Newark", "US", "America/New_York", "+1 973 555 01##");
pub(super) static TORONTO: Site = site("Toronto", "CA", "America/Toronto", "+1 416 555 01##");
pub(super) static LEEDS: Site = site("Leeds", "GB", "Europe/London", "+44 113 496 0###");
pub(super) static HAMBURG: Site = site("Hamburg", "DE", "Europe/Berlin", "+49 40 66969 ###");
pub(super) static LYON: Site = site("Lyon", "FR", "Europe/Paris", "+33 4 65 71 ## ##");
pub(super) static STOCKHOLM: Site = site("Stockholm", "SE", "Europe/Stockholm", "+46 8 465 004 ##");
pub(super) static SYDNEY: Site = site("Sydney", "AU", "Australia/Sydney", "+61 2 5550 ####");
pub(super) static NAIROBI: Site = site("Nairobi", "KE", "Africa/Nairobi", SWITCHBOARD);
pub(super) static MUMBAI: Site = site("Mumbai", "IN", "Asia/Kolkata", SWITCHBOARD);
pub(super) static TAIPEI: Site = site("Taipei", "TW", "Asia/Taipei", SWITCHBOARD);

pub(super) static SITES: [&Site; 12] = [
    &CHICAGO, &MEMPHIS, &NEWARK, &TORONTO, &LEEDS, &HAMBURG, &LYON, &STOCKHOLM, &SYDNEY, &NAIROBI,
    &MUMBAI, &TAIPEI,
];

pub(super) const OPERATIONS: &str = "Operations";
pub(super) const WAREHOUSE: &str = "Warehouse";
pub(super) const FLEET: &str = "Fleet";
pub(super) const NETWORK: &str = "Network";
pub(super) const FINANCE: &str = "Finance";
pub(super) const PEOPLE: &str = "People";
pub(super) const FACILITIES: &str = "Facilities";
pub(super) const COMPLIANCE: &str = "Compliance";
pub(super) const SALES: &str = "Sales";
pub(super) const IT: &str = "IT";

/// The departments; their percents make 100.
pub(super) static DEPARTMENTS: [Department; 10] = [
    Department {
        name: OPERATIONS,
        percent: 22,
        head: "Chief Operating Officer",
        manager: "Operations Manager",
        titles: &[
            "Forklift Operator",
            "Dock Supervisor",
            "Load Planner",
            "Dispatcher",
            "Shift Lead",
            "Freight Handler",
        ],
    },
    Department {
        name: WAREHOUSE,
        percent: 20,
        head: "Head of Warehousing",
        manager: "Warehouse Manager",
        titles: &[
            "Picker",
            "Packer",
            "Stock Controller",
            "Reach Truck Driver",
            "Receiving Clerk",
            "Cold Store Operative",
        ],
    },
    Department {
        name: FLEET,
        percent: 18,
        head: "Head of Fleet",
        manager: "Fleet Manager",
        titles: &[
            "Truck Driver",
            "Van Driver",
            "Diesel Mechanic",
            "Route Planner",
            "Tire Technician",
            "Fuel Coordinator",
        ],
    },
    Department {
        name: FINANCE,
        percent: 8,
        head: "Chief Financial Officer",
        manager: "Finance Manager",
        titles: &[
            "Accounts Payable Clerk",
            "Payroll Specialist",
            "Billing Analyst",
            "Controller",
            "Treasury Analyst",
        ],
    },
    Department {
        name: NETWORK,
        percent: 6,
        head: "Head of Network",
        manager: "Network Manager",
        titles: &["Hub Coordinator", "Linehaul Analyst", "Carrier Manager", "Network Planner"],
    },
    Department {
        name: FACILITIES,
        percent: 6,
        head: "Head of Facilities",
        manager: "Facilities Manager",
        titles: &["Electrician", "Janitor", "Security Guard", "Receptionist", "HVAC Technician"],
    },
    Department {
        name: SALES,
        percent: 6,
        head: "Head of Sales",
        manager: "Sales Manager",
        titles: &[
            "Account Executive",
            "Sales Associate",
            "Tender Specialist",
            "Customer Success Lead",
        ],
    },
    Department {
        name: PEOPLE,
        percent: 5,
        head: "Chief People Officer",
        manager: "People Manager",
        titles: &["Recruiter", "Trainer", "People Partner", "Occupational Nurse"],
    },
    Department {
        name: COMPLIANCE,
        percent: 5,
        head: "General Counsel",
        manager: "Compliance Manager",
        titles: &["Customs Broker", "Safety Auditor", "Dangerous Goods Adviser", "Privacy Officer"],
    },
    Department {
        name: IT,
        percent: 4,
        head: "Chief Information Officer",
        manager: "IT Manager",
        titles: &[
            "Systems Administrator",
            "Service Desk Analyst",
            "Identity Engineer",
            "Network Engineer",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_departments_share_a_hundred_people() {
        assert_eq!(DEPARTMENTS.iter().map(|department| department.percent).sum::<u32>(), 100);
    }
}
