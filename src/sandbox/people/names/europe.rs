//! Names used in Europe. Every person made of them is fictional.

use crate::sandbox::people::names::{Culture, Order};
use crate::sandbox::people::work::{HAMBURG, LEEDS, LYON, STOCKHOLM};

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        locale: "en-GB",
        home: &LEEDS,
        percent: 3,
        order: Order::GivenFirst,
        given: "Imogen,Rhys,Fiona,Callum,Gwendolyn,Alistair,Bronwen,Tristan,Harriet,Euan,Saoirse,\
            Siobhán=Siobhan,Pádraig=Padraig,Niamh,Éamon=Eamon",
        family: "O’Brien=OBrien,O'Sullivan=OSullivan,MacLeod,Llewellyn,Featherstonehaugh,\
            Ó Dálaigh=O Dalaigh,Ní Mhurchú=Ni Mhurchu,Cholmondeley-Ware,Penhaligon,Ap Rhys,\
            Drummond,Fotheringham,Treharne,Urquhart,Wainwright",
    },
    Culture {
        locale: "fr-FR",
        home: &LYON,
        percent: 4,
        order: Order::GivenFirst,
        given: "Anaïs=Anais,Jean-Baptiste,Élodie=Elodie,Rémy=Remy,Héloïse=Heloise,François=Francois,\
            Maëlys=Maelys,Gaël=Gael,Océane=Oceane,Benoît=Benoit,Zoé=Zoe,Loïc=Loic,Noémie=Noemie,\
            Thibault,Françoise=Francoise,Aurélien=Aurelien,Cécile=Cecile,Théo=Theo,\
            Ségolène=Segolene,Corentin",
        family: "Lefèvre-Brançois=Lefevre-Brancois,Delacroix,Béranger=Beranger,Château=Chateau,\
            D’Aubigné=DAubigne,L’Hôpitault=LHopitault,Crépin=Crepin,Duchêne=Duchene,\
            Étienne-Roux=Etienne-Roux,Fougère=Fougere,Guérin=Guerin,Hébrard=Hebrard,Jacquemin,\
            Kervadec,Lévêque=Leveque,Mâcon=Macon,Noël=Noel,Pâris-Lenoir=Paris-Lenoir,\
            Québec=Quebec,Saint-Maur",
    },
    Culture {
        locale: "de-DE",
        home: &HAMBURG,
        percent: 4,
        order: Order::GivenFirst,
        given: "Jürgen=Jurgen,Annelie,Björn-Ole=Bjorn-Ole,Käthe=Kathe,Lüder=Luder,Sönke=Sonke,Grete,\
            Matthias,Ännchen=Annchen,Detlef,Friederike,Günther=Gunther,Heike,Ingeborg,Jörg=Jorg,\
            Klaus-Peter,Liselotte,Mareike,Nele,Rüdiger=Rudiger",
        family: "Müller-Lüdenscheidt=Muller-Ludenscheidt,Großkreutz=Grosskreutz,Weißhaupt=Weisshaupt,\
            Schröder=Schroder,Böttcher=Bottcher,Kühnemann=Kuhnemann,Fröhlich=Frohlich,\
            Grünewald=Grunewald,Händler=Handler,Jäger=Jager,Köhnke=Kohnke,Löwenthal=Lowenthal,\
            Mößner=Mossner,Oelkers,Pflügner=Pflugner,von der Heide,Stößel=Stossel,\
            Tränkner=Trankner,Vogelsänger=Vogelsanger,Zöllner=Zollner",
    },
    Culture {
        locale: "it-IT",
        home: &LYON,
        percent: 2,
        order: Order::GivenFirst,
        given: "Giulia,Niccolò=Niccolo,Chiara,Raffaele,Noemi,Tommaso,Ludovica,Gaspare,Fiammetta,\
            Ettore",
        family: "Bianchi,D’Angelo=DAngelo,De Sanctis,Dell’Acqua=DellAcqua,Castelnuovo,Fontanarosa,\
            Gentileschi,Lo Presti,Montefalco,Zappacosta",
    },
    Culture {
        locale: "nl-NL",
        home: &HAMBURG,
        percent: 2,
        order: Order::GivenFirst,
        given: "Anouk,Daniël=Daniel,Fleur,Joost,Liesbeth,Maarten,Noortje,Rozemarijn,Siebe,Tjitske",
        family: "van der Sluijs,de Vré=de Vre,’t Hoenink=t Hoenink,IJsselstein,Kuijpers,\
            van den Eijnde,Zuiderveld,Oosterhuis,Brouwér=Brouwer,Schuurman",
    },
    Culture {
        locale: "pl-PL",
        home: &HAMBURG,
        percent: 2,
        order: Order::GivenFirst,
        given: "Katarzyna,Małgorzata=Malgorzata,Agnieszka,Bożena=Bozena,Żaneta=Zaneta,Zofia,\
            Wiesława=Wieslawa,Święta=Swieta,Grażyna=Grazyna,Łucja=Lucja",
        family: "Wiśniewska=Wisniewska,Dąbrowska=Dabrowska,Szczepańska=Szczepanska,Gęsicka=Gesicka,\
            Źrebińska=Zrebinska,Łącka=Lacka,Pączkowska=Paczkowska,Śliwińska=Sliwinska,\
            Żółkiewska=Zolkiewska,Brzęczyszczykiewicz=Brzeczyszczykiewicz",
    },
    Culture {
        locale: "pl-PL",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "Łukasz=Lukasz,Świętosław=Swietoslaw,Grzegorz,Paweł=Pawel,Zdzisław=Zdzislaw,\
            Michał=Michal,Bogumił=Bogumil,Krzysztof,Jędrzej=Jedrzej,Wawrzyniec",
        family: "Wójcik=Wojcik,Dzięcioł=Dzieciol,Chrząszcz=Chrzaszcz,Głąb=Glab,\
            Kołodziejczak=Kolodziejczak,Ćwikliński=Cwiklinski,Ostrowąż=Ostrowaz,Przybył=Przybyl,\
            Świerczyński=Swierczynski,Żeleński=Zelenski",
    },
    Culture {
        locale: "cs-CZ",
        home: &HAMBURG,
        percent: 2,
        order: Order::GivenFirst,
        given: "Tomáš=Tomas,Jiří=Jiri,Ondřej=Ondrej,Řehoř=Rehor,Vojtěch=Vojtech,Bohumil,Matěj=Matej,\
            Zdeněk=Zdenek,Lukáš=Lukas,Štěpán=Stepan",
        family: "Dvořáček=Dvoracek,Řezníček=Reznicek,Hřebíček=Hrebicek,Žižka=Zizka,Němeček=Nemecek,\
            Škvorecký=Skvorecky,Příhoda=Prihoda,Kučerák=Kucerak,Ježek=Jezek,Šťastný=Stastny",
    },
    Culture {
        locale: "sv-SE",
        home: &STOCKHOLM,
        percent: 2,
        order: Order::GivenFirst,
        given: "Ingrid,Åsa=Asa,Björn=Bjorn,Märta=Marta,Håkan=Hakan,Sölve=Solve,Öjvind=Ojvind,\
            Søren=Soren,Kåre=Kare,Dagny,Ægir=Aegir,Tuva",
        family: "Solheim,Åkerström=Akerstrom,Björkqvist=Bjorkqvist,Sjöö=Sjoo,Ørsted-Holm=Orsted-Holm,\
            Nygård=Nygard,Västergård=Vastergard,Kjærgaard=Kjaergaard,Lindqvist,\
            Häggblom=Haggblom,Skårland=Skarland,Fjällström=Fjallstrom",
    },
    Culture {
        locale: "is-IS",
        home: &STOCKHOLM,
        percent: 1,
        order: Order::GivenFirst,
        given: "Þórdís=Thordis,Guðrún=Gudrun,Sigríður=Sigridur,Ásta=Asta,Hallgerður=Hallgerdur,\
            Jófríður=Jofridur,Ólöf=Olof,Ragnheiður=Ragnheidur,Steinunn,Þuríður=Thuridur",
        family: "Þórsdóttir=Thorsdottir,Björnsdóttir=Bjornsdottir,Guðmundsdóttir=Gudmundsdottir,\
            Hróðmarsdóttir=Hrodmarsdottir,Jökulsdóttir=Jokulsdottir,Ketilsdóttir=Ketilsdottir,\
            Örnólfsdóttir=Ornolfsdottir,Sæmundsdóttir=Saemundsdottir,\
            Þorgrímsdóttir=Thorgrimsdottir,Ævarsdóttir=Aevarsdottir",
    },
    Culture {
        locale: "fi-FI",
        home: &STOCKHOLM,
        percent: 1,
        order: Order::GivenFirst,
        given: "Väinö=Vaino,Aino,Päivi=Paivi,Jyrki,Sointu,Yrjö=Yrjo,Tuuli,Hannele,Kyösti=Kyosti,\
            Lempi",
        family: "Hämäläinen=Hamalainen,Kääriäinen=Kaariainen,Mäkipää=Makipaa,Pöysti=Poysti,\
            Yli-Jyrä=Yli-Jyra,Lehtisaari,Nyyssönen=Nyyssonen,Räikkälä=Raikkala,Tölönen=Tolonen,\
            Ääri=Aari",
    },
    Culture {
        locale: "hu-HU",
        home: &HAMBURG,
        percent: 1,
        order: Order::FamilyFirst,
        given: "Zsófia=Zsofia,Gergő=Gergo,Ágnes=Agnes,Bálint=Balint,Csilla,Dezső=Dezso,Enikő=Eniko,\
            Győző=Gyozo,Ildikó=Ildiko,Örs=Ors",
        family: "Szabóky=Szaboky,Kőszegi=Koszegi,Nagyszőllősi=Nagyszollosi,Gyöngyösi=Gyongyosi,\
            Csíkszereday=Csikszereday,Füzesséry=Fuzessery,Hőgyész=Hogyesz,Vörösmezei=Vorosmezei,\
            Zsombolyai,Ürményi=Urmenyi",
    },
    Culture {
        locale: "tr-TR",
        home: &HAMBURG,
        percent: 2,
        order: Order::GivenFirst,
        given: "Elif,İpek=Ipek,Çağrı=Cagri,Şebnem=Sebnem,Oğuz=Oguz,Ülkü=Ulku,Gökçe=Gokce,Işıl=Isil,\
            Ömer=Omer,Tuğba=Tugba,Yiğit=Yigit,Özgür=Ozgur",
        family: "Yıldızhan=Yildizhan,Çelikoğlu=Celikoglu,Şahinöz=Sahinoz,Gümüştekin=Gumustekin,\
            Öztürkmen=Ozturkmen,Ağaoğlu=Agaoglu,İnceoğlu=Inceoglu,Işıkçı=Isikci,\
            Kılıçaslan=Kilicaslan,Üstündağ=Ustundag,Değirmenci=Degirmenci,Büyükkaya=Buyukkaya",
    },
    Culture {
        locale: "ro-RO",
        home: &LYON,
        percent: 1,
        order: Order::GivenFirst,
        given: "Ștefan=Stefan,Ioana,Cătălin=Catalin,Mădălina=Madalina,Răzvan=Razvan,Ileana,\
            Țuțea=Tutea,Dănuț=Danut,Sânziana=Sanziana,Lăcrămioara=Lacramioara",
        family: "Ionescu-Brăiloiu=Ionescu-Brailoiu,Vlăducă=Vladuca,Șerbănescu=Serbanescu,\
            Țepeneag=Tepeneag,Drăgulin=Dragulin,Măgureanu=Magureanu,Pârvulescu=Parvulescu,\
            Căpriță=Caprita,Bălțătescu=Baltatescu,Zăvoianu=Zavoianu",
    },
    Culture {
        locale: "lt-LT",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "Žydrūnas=Zydrunas,Jūratė=Jurate,Gintarė=Gintare,Ąžuolas=Azuolas,Eglė=Egle,Rūta=Ruta,\
            Šarūnas=Sarunas,Vėtra=Vetra,Česlovas=Ceslovas,Ieva",
        family: "Kęstaitis=Kestaitis,Šimkūnas=Simkunas,Žukėnas=Zukenas,Jonušaitis=Jonusaitis,\
            Bružas=Bruzas,Čiurlys=Ciurlys,Rėklaitis=Reklaitis,Ūsas=Usas,Vaitkūnas=Vaitkunas,\
            Dėdelė=Dedele",
    },
    Culture {
        locale: "ru-RU",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "Наталья=Natalya,Светлана=Svetlana,Ольга=Olga,Екатерина=Ekaterina,Людмила=Lyudmila,\
            Ирина=Irina,Татьяна=Tatyana,Вера=Vera,Юлия=Yuliya,Ксения=Kseniya",
        family: "Соколовская=Sokolovskaya,Белозёрова=Belozyorova,Громыхина=Gromykhina,\
            Звягинцева=Zvyagintseva,Крыжановская=Kryzhanovskaya,Лебедянская=Lebedyanskaya,\
            Островцева=Ostrovtseva,Полевая=Polevaya,Щербинина=Shcherbinina,Журавлёва=Zhuravlyova",
    },
    Culture {
        locale: "ru-RU",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "Аркадий=Arkady,Борис=Boris,Всеволод=Vsevolod,Геннадий=Gennady,Ефим=Yefim,Игорь=Igor,\
            Кирилл=Kirill,Пётр=Pyotr,Фёдор=Fyodor,Эдуард=Eduard",
        family: "Березин=Berezin,Воробьёв=Vorobyov,Галкин=Galkin,Дроздов=Drozdov,Ёлкин=Yolkin,\
            Зимин=Zimin,Курочкин=Kurochkin,Муромцев=Muromtsev,Рощин=Roshchin,Чижов=Chizhov",
    },
    Culture {
        locale: "uk-UA",
        home: &HAMBURG,
        percent: 2,
        order: Order::GivenFirst,
        given: "Дмитро=Dmytro,Олена=Olena,Тарас=Taras,Оксана=Oksana,Богдан=Bohdan,Соломія=Solomiia,\
            Євген=Yevhen,Ірина=Iryna,Остап=Ostap,Христина=Khrystyna",
        family: "Коваленко=Kovalenko,Їжакевич=Yizhakevych,Гнатюк=Hnatiuk,Щербак=Shcherbak,\
            Ґалаґан=Galagan,Яремчук=Yaremchuk,Лисенко=Lysenko,Паламарчук=Palamarchuk,\
            Степаненко=Stepanenko,Чорновіл=Chornovil",
    },
    Culture {
        locale: "el-GR",
        home: &LYON,
        percent: 1,
        order: Order::GivenFirst,
        given: "Ελένη=Eleni,Αγγελική=Angeliki,Βασιλική=Vasiliki,Δήμητρα=Dimitra,Ευθαλία=Efthalia,\
            Ιφιγένεια=Ifigeneia,Καλλιόπη=Kalliopi,Ουρανία=Ourania,Φωτεινή=Foteini,\
            Χρυσούλα=Chrysoula",
        family: "Παπαδοπούλου=Papadopoulou,Ξενάκη=Xenaki,Θεοτοκά=Theotoka,Ψαρρά=Psarra,\
            Καραγιάννη=Karagianni,Μαυρομάτη=Mavromati,Οικονόμου=Oikonomou,Ραγκαβή=Rangavi,\
            Τσιτσάνη=Tsitsani,Ζερβού=Zervou",
    },
    Culture {
        locale: "el-GR",
        home: &LYON,
        percent: 1,
        order: Order::GivenFirst,
        given: "Αλέξανδρος=Alexandros,Γιώργος=Giorgos,Θεόδωρος=Theodoros,Νικόλαος=Nikolaos,\
            Οδυσσέας=Odysseas,Σπύρος=Spyros,Χαράλαμπος=Charalampos,Λεωνίδας=Leonidas,\
            Μιλτιάδης=Miltiadis,Περικλής=Periklis",
        family: "Αναγνώστου=Anagnostou,Βλαχόπουλος=Vlachopoulos,Γεωργιάδης=Georgiadis,\
            Δραγούμης=Dragoumis,Ζαχαρίου=Zachariou,Κουτσός=Koutsos,Λαζαρίδης=Lazaridis,\
            Μπουζιάνης=Bouzianis,Παππάς=Pappas,Στεφανίδης=Stefanidis",
    },
    Culture {
        locale: "bg-BG",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "Стоян=Stoyan,Радка=Radka,Красимир=Krasimir,Цветелина=Tsvetelina,Бойко=Boyko,\
            Ралица=Ralitsa,Асен=Asen,Гергана=Gergana,Живко=Zhivko,Йорданка=Yordanka",
        family: "Бързак=Barzak,Въльо=Valyo,Гърков=Garkov,Дюлгер=Dyulger,Каракаш=Karakash,\
            Кърджи=Kardzhi,Мутафчи=Mutafchi,Пъстър=Pastar,Терзи=Terzi,Щърк=Shtark",
    },
    Culture {
        locale: "ka-GE",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "ნინო=Nino,გიორგი=Giorgi,თამარ=Tamar,ლევან=Levan,ქეთევან=Ketevan,ზურაბ=Zurab,\
            მარიამ=Mariam,ირაკლი=Irakli,ელენე=Elene,ვახტანგ=Vakhtang",
        family: "ბერიძე=Beridze,კაპანაძე=Kapanadze,გელაშვილი=Gelashvili,მაისურაძე=Maisuradze,\
            წიკლაური=Tsiklauri,ჭავჭანიძე=Chavchanidze,ღვინიაშვილი=Ghviniashvili,ყიფიანი=Kipiani,\
            ჯანელიძე=Janelidze,ხარაშვილი=Kharashvili",
    },
    Culture {
        locale: "hy-AM",
        home: &LYON,
        percent: 1,
        order: Order::GivenFirst,
        given: "Անահիտ=Anahit,Արամ=Aram,Գոհար=Gohar,Դավիթ=Davit,Լուսինե=Lusine,Հակոբ=Hakob,\
            Մարիամ=Mariamik,Նարեկ=Narek,Շուշան=Shushan,Վարդան=Vardan",
        family: "Աբրահամյան=Abrahamyan,Գալստյան=Galstyan,Դանիելյան=Danielyan,\
            Խաչատուրյան=Khachaturyan,Հովսեփյան=Hovsepyan,Ղազարյան=Ghazaryan,Մկրտչյան=Mkrtchyan,\
            Պետրոսյան=Petrosyan,Սարգսյան=Sargsyan,Ֆիդանյան=Fidanyan",
    },
    Culture {
        locale: "es-ES",
        home: &LYON,
        percent: 1,
        order: Order::GivenFirst,
        given: "María de los Ángeles Inmaculada=Maria de los Angeles Inmaculada,\
            José Maximiliano Bartolomé=Jose Maximiliano Bartolome,\
            Ana Encarnación del Rosario=Ana Encarnacion del Rosario,\
            Juan Crisóstomo Wenceslao=Juan Crisostomo Wenceslao,\
            Teresa Purificación Remedios=Teresa Purificacion Remedios,\
            Carlos Hermenegildo Ignacio,Lourdes Esperanza Macarena,Francisco de Borja Policarpo,\
            Pilar Consolación Milagros=Pilar Consolacion Milagros,Luis Buenaventura Eustaquio",
        family: "Fernández de Córdoba y Álvarez-Ossorio=Fernandez de Cordoba y Alvarez-Ossorio,\
            Ruiz-Mateos de la Encina y Goicoechea,\
            Martínez-Bordiú Sánchez del Castañar=Martinez-Bordiu Sanchez del Castanar,\
            González-Longoria y Ruiz de Arechavaleta=Gonzalez-Longoria y Ruiz de Arechavaleta,\
            López-Portillo y Núñez de Balbuena=Lopez-Portillo y Nunez de Balbuena,\
            Gutiérrez de la Concha y Zabalegui=Gutierrez de la Concha y Zabalegui,\
            Álvarez de Toledano y Gómez-Acebedo=Alvarez de Toledano y Gomez-Acebedo,\
            Pérez-Lozano Fernández-Villaverde=Perez-Lozano Fernandez-Villaverde,\
            Jiménez de Asúa y Ordóñez-Cañete=Jimenez de Asua y Ordonez-Canete,\
            Hernández-Mora y Íñiguez de Onzoño=Hernandez-Mora y Iniguez de Onzono",
    },
];
