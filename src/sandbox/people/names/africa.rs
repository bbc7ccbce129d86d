//! Names used in Africa and the Middle East. Every person made of them is fictional.

use crate::sandbox::people::names::{Culture, Order};
use crate::sandbox::people::work::{CHICAGO, HAMBURG, LYON, MUMBAI, NAIROBI};

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        locale: "en-NG",
        home: &CHICAGO,
        percent: 3,
        order: Order::GivenFirst,
        given: "Adaeze,Chukwuemeka,Ngọzi=Ngozi,Olúwaṣeun=Oluwaseun,Ifeọma=Ifeoma,\
            Babátúndé=Babatunde,Ẹniọlá=Eniola,Obinna,Fọláṣadé=Folasade,Chidimma,\
            Ọláyínká=Olayinka,Uchenna",
        family: "Okonkwo-Nwachi,Adébáyọ̀=Adebayo,Ẹkwueme=Ekwueme,Ọbasánla=Obasanla,Nwankwọ=Nwankwo,\
            Akínwándé=Akinwande,Ìdòwú=Idowu,Ezeigbo,Ọ̀ṣúntókun=Osuntokun,Onyekachi,\
            Fágúnwà=Fagunwa,Iroegbu",
    },
    Culture {
        locale: "sw-KE",
        home: &NAIROBI,
        percent: 3,
        order: Order::GivenFirst,
        given: "Jabari,Wanjiru,Otieno,Zawadi,Kipchoge,Achieng,Mumbua,Baraka,Njoki,Rehema,Chebet,\
            Omondi",
        family: "Mwangi,Ng’ang’a=Nganga,Wambugu,Odhiambo,Kiplagat,Nyong’o-Atieno=Nyongo-Atieno,Mutua,\
            Kamau,Wekesa,Cherotich,Ndung’u=Ndungu,Barasa",
    },
    Culture {
        locale: "zu-ZA",
        home: &NAIROBI,
        percent: 2,
        order: Order::GivenFirst,
        given: "Lwazi,Nomvula,Thandeka,Sibusiso,Zanele,Mthunzi,Ayanda,Bhekizizwe,Nokuthula,Qiniso",
        family: "Dlamini,Mkhize,Nxumalo,Qwabe,Ntshangase,Xaba-Zungu,Mthembu,Hlongwane,Gqirana,Shezi",
    },
    Culture {
        locale: "am-ET",
        home: &NAIROBI,
        percent: 1,
        order: Order::GivenFirst,
        given: "አበበ=Abebe,አልማዝ=Almaz,ብርሃኑ=Birhanu,ደስታ=Desta,እመቤት=Emebet,ፍቅርተ=Fikirte,ገብረ=Gebre,\
            ሐና=Hanna,ከበደ=Kebede,ትዕግስት=Tigist",
        family: "ተፈራ=Tefera,ወልደ=Wolde,መኮንን=Mekonnen,ኃይሌ=Haile,በቀለ=Bekele,ገብረመድኅን=Gebremedhin,\
            አስፋው=Asfaw,ዘውዴ=Zewde,ታደሰ=Tadesse,ይልማ=Yilma",
    },
    Culture {
        locale: "ar-EG",
        home: &NAIROBI,
        percent: 2,
        order: Order::GivenFirst,
        given: "فاطمة=Fatima,يوسف=Youssef,مريم=Maryam,خالد=Khaled,نورا=Noura,طارق=Tareq,سلمى=Salma,\
            حمزة=Hamza,ليلى=Layla,زياد=Ziad,هدى=Huda,بشير=Bashir",
        family: "الصيادي=al-Sayyadi,عبد الرحيم=Abd al-Rahim,النجار=al-Najjar,الحداد=al-Haddad,\
            القرشي=al-Qurashi,البغدادي=al-Baghdadi,المغربي=al-Maghribi,خيري=Khairi,\
            شاهين=Shaheen,الطحان=al-Tahhan,زغلول=Zaghloul,العطار=al-Attar",
    },
    Culture {
        locale: "ar-AE",
        home: &MUMBAI,
        percent: 2,
        order: Order::GivenFirst,
        given: "Noor,Salim,Amina,Faisal,Rania,Idris,Samira,Bilal,Yasmin,Qasim",
        family: "Haddad-Nasri,al-Sabbagh,bin Rashdan,el-Masoudi,Khouryani,al-Farouqi,Bakri,\
            al-Tamimani,Zaydoun,el-Khatibi",
    },
    Culture {
        locale: "he-IL",
        home: &LYON,
        percent: 2,
        order: Order::GivenFirst,
        given: "נעמה=Naama,אורי=Ori,תמר=Tamarit,איתן=Eitan,שירה=Shira,יונתן=Yonatan,רחל=Rachel,\
            עידו=Ido,מיכל=Michal,גלעד=Gilad",
        family: "בן־ארי=Ben-Ari,גולדשטיין=Goldshtein,שפירא=Shapira,אלמוג=Almog,הררי=Harari,\
            צוקרמן=Zukerman,כרמלי=Karmeli,פרידמן=Fridman,רוזנטל=Rozental,אשכנזי=Ashkenazi",
    },
    Culture {
        locale: "fa-IR",
        home: &HAMBURG,
        percent: 1,
        order: Order::GivenFirst,
        given: "شیرین=Shirin,کوروش=Kourosh,پریسا=Parisa,داریوش=Dariush,نگار=Negar,بهرام=Bahram,\
            مهتاب=Mahtab,آرش=Arash,ژاله=Zhaleh,فرهاد=Farhad",
        family: "حسین‌پور=Hosseinpour,کریمی‌نژاد=Kariminezhad,تهرانچی=Tehranchi,زرین‌کوب=Zarrinkoub,\
            گلستانه=Golestaneh,پهلوانی=Pahlavani,چراغی=Cheraghi,یزدانیان=Yazdanian,\
            مهرجو=Mehrjou,رستگار=Rastegar",
    },
];
