//! Names used in the Americas. Every person made of them is fictional.

use crate::sandbox::people::names::{Culture, Order};
use crate::sandbox::people::work::{CHICAGO, NEWARK};

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        locale: "en-US",
        home: &CHICAGO,
        percent: 11,
        order: Order::GivenFirst,
        given: "Amelia,Benjamin,Charlotte,Daniel,Eleanor,Franklin,Grace,Harold,Isabel,Jasper,Keisha,\
            Logan,Madeline,Nathan,Olivia,Preston,Quinn,Rosalind,Samuel,Tabitha,Vernon,Whitney,\
            Xavier,Yolanda,Zachary,DeShawn,LaTonya,Mary-Kate,Ja'Marcus=JaMarcus,Beau",
        family: "Abernathy,Barlow,Castellan,Dunmore,Ellsworth,Fairbanks,Granger,Holloway,Ingersoll,\
            Jefferies,Kensington,Lockhart,Merriweather,Northcutt,Oakley,Pemberton,Quimby,\
            Radcliffe,Stallworth,Thackeray,Underhill,Vandermeer,Whitlock,Yarborough,Zimmer,\
            Smith-Jones,D'Amico=DAmico,St. Clair,McAllister,Van Buren",
    },
    Culture {
        locale: "es-MX",
        home: &CHICAGO,
        percent: 4,
        order: Order::GivenFirst,
        given: "María José=Maria Jose,Guadalupe,Alejandro,Ximena,Iñaki=Inaki,Joaquín=Joaquin,\
            Lucía=Lucia,Emiliano,Itzel,Ramón=Ramon,Sofía=Sofia,Andrés=Andres,Citlali,\
            Héctor=Hector,Paloma,Tomás=Tomas,Rocío=Rocio,Germán=German,Inés=Ines,Álvaro=Alvaro",
        family: "Quispe,Ybarra Núñez=Ybarra Nunez,Castañeda=Castaneda,Peñaloza=Penaloza,\
            Villaseñor=Villasenor,Zúñiga=Zuniga,Echeverría=Echeverria,Güemes=Guemes,\
            Montaño=Montano,Orduña=Orduna,Saldaña=Saldana,Treviño=Trevino,Urbina,Valdés=Valdes,\
            Arriaga,Briceño=Briceno,Cárdenas=Cardenas,Domínguez=Dominguez,Esquivel,Figueroa",
    },
    Culture {
        locale: "pt-BR",
        home: &NEWARK,
        percent: 2,
        order: Order::GivenFirst,
        given: "João=Joao,Conceição=Conceicao,Thaís=Thais,Antônio=Antonio,Luís=Luis,Beatriz,\
            Flávia=Flavia,Gonçalo=Goncalo,Júlia=Julia,Cauã=Caua,Inês=Ines,Otávio=Otavio,\
            Priscila,Rogério=Rogerio,Sebastião=Sebastiao",
        family: "Gonçalves=Goncalves,Magalhães=Magalhaes,Brandão=Brandao,Falcão=Falcao,\
            Assunção=Assuncao,Simões=Simoes,Araújo=Araujo,Couto,Leitão=Leitao,Valadares,\
            Queirós=Queiros,Serrão=Serrao,Tavares,Vilela,Paixão=Paixao",
    },
    Culture {
        locale: "haw-US",
        home: &CHICAGO,
        percent: 1,
        order: Order::GivenFirst,
        given: "Kaʻiulani=Kaiulani,Keʻalohi=Kealohi,Nāinoa=Nainoa,Leilani,Kekoa,Pualani,Makoa,\
            Noelani,Ikaika,Mahealani",
        family: "Kahananui,Keaweʻaimoku=Keaweaimoku,Kealiʻikānakaʻole=Kealiikanakaole,Nāone=Naone,\
            Pāʻaluhi=Paaluhi,Kamakawiwoʻole-Kauhane=Kamakawiwoole-Kauhane,Makaʻike=Makaike,\
            Hoʻokano=Hookano,Kalākaua-Lum=Kalakaua-Lum,Waiʻaleʻale=Waialeale",
    },
];
