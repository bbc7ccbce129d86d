//! Names used in Asia and the Pacific. Every person made of them is fictional.

use crate::sandbox::people::names::{Culture, Order};
use crate::sandbox::people::work::{MUMBAI, SYDNEY, TAIPEI};

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        locale: "en-IN",
        home: &MUMBAI,
        percent: 3,
        order: Order::GivenFirst,
        given: "Arjun,Lakshmi,Venkatesh,Priyanka,Subramaniam,Kavitha,Harpreet,Ananya,Rajeshwari,\
            Imran,Gurmeet,Meenakshi,Siddharth,Jhanvi,Tejaswini",
        family: "Raghunathan,Krishnamurthy,Balasubramanian,Chattopadhyay,Deshpande,Venkataraghavan,\
            Grewal,Iyengar,Jayaraman,Kulkarni,Mukhopadhyay,Nambiar,Padmanabhan,Ranganathan,\
            Thiruvengadam",
    },
    Culture {
        locale: "hi-IN",
        home: &MUMBAI,
        percent: 2,
        order: Order::GivenFirst,
        given: "अंजलि=Anjali,विक्रम=Vikram,सुनीता=Sunita,राजेश=Rajesh,कविता=Kavita,मनोज=Manoj,\
            ऋतु=Ritu,दीपक=Deepak,श्रेया=Shreya,ज्ञानेश=Gyanesh",
        family: "शर्मा=Sharma,त्रिपाठी=Tripathi,श्रीवास्तव=Shrivastava,वर्मा=Verma,\
            क्षत्रिय=Kshatriya,मिश्रा=Mishra,चतुर्वेदी=Chaturvedi,अग्रवाल=Agrawal,दुबे=Dubey,\
            सक्सेना=Saxena",
    },
    Culture {
        locale: "bn-BD",
        home: &MUMBAI,
        percent: 1,
        order: Order::GivenFirst,
        given: "অনন্যা=Anannya,রফিক=Rafiq,শর্মিলা=Sharmila,তানভীর=Tanvir,মৌসুমী=Moushumi,\
            জাহিদ=Zahid,পারভীন=Parveen,সৌমিত্র=Soumitro,নুসরাত=Nusrat,কাজল=Kajol",
        family: "চক্রবর্তী=Chakraborty,হোসেন=Hossain,মুখার্জি=Mukherji,রহমান=Rahman,\
            সেনগুপ্ত=Sengupta,মজুমদার=Majumdar,বিশ্বাস=Biswas,ভট্টাচার্য=Bhattacharya,\
            তালুকদার=Talukdar,সরকার=Sarkar",
    },
    Culture {
        locale: "ta-IN",
        home: &MUMBAI,
        percent: 1,
        order: Order::GivenFirst,
        given: "கயல்விழி=Kayalvizhi,முருகன்=Murugan,தமிழ்ச்செல்வி=Tamilselvi,இளங்கோ=Ilango,\
            நிலா=Nila,அருண்=Arun,மலர்=Malar,செந்தில்=Senthil,யாழினி=Yazhini,பாரி=Paari",
        family: "சுப்பிரமணியன்=Subramanian,பழனிச்சாமி=Palanisamy,வேலுசாமி=Velusamy,\
            கந்தசாமி=Kandasamy,அண்ணாமலை=Annamalai,திருநாவுக்கரசு=Thirunavukkarasu,\
            ராஜமாணிக்கம்=Rajamanickam,சிதம்பரம்=Chidambaram,பொன்னுசாமி=Ponnusamy,\
            ஆறுமுகம்=Arumugam",
    },
    Culture {
        locale: "th-TH",
        home: &MUMBAI,
        percent: 2,
        order: Order::GivenFirst,
        given: "สมชาย=Somchai,กัลยา=Kanlaya,ธนพล=Thanaphon,พิมพ์ใจ=Phimchai,ณัฐวุฒิ=Natthawut,\
            สุดารัตน์=Sudarat,อนันต์=Anan,วิไลวรรณ=Wilaiwan,ประเสริฐ=Prasoet,จันทร์เพ็ญ=Chanphen",
        family: "ใจดี=Chaidee,ศรีสวัสดิ์=Srisawat,วงศ์สุวรรณ=Wongsuwan,ทองประเสริฐ=Thongprasoet,\
            พงษ์พิพัฒน์=Phongphiphat,รัตนโกสินทร์วงศ์=Rattanakosinwong,บุญมี=Bunmee,\
            แสงอรุณ=Saengarun,เจริญกุลวณิชย์=Charoenkunwanit,สุขสำราญ=Suksamran",
    },
    Culture {
        locale: "vi-VN",
        home: &TAIPEI,
        percent: 3,
        order: Order::FamilyFirst,
        given: "Thị Hương=Thi Huong,Văn Đức=Van Duc,Thúy Quỳnh=Thuy Quynh,Minh Khuê=Minh Khue,\
            Ngọc Ánh=Ngoc Anh,Hữu Phước=Huu Phuoc,Bích Ngân=Bich Ngan,Quốc Bảo=Quoc Bao,\
            Thanh Tuyền=Thanh Tuyen,Đình Lộc=Dinh Loc,Mỹ Duyên=My Duyen,Xuân Trường=Xuan Truong",
        family: "Bệnh Nguyễn=Benh Nguyen,Trần=Tran,Phạm Lê=Pham Le,Huỳnh=Huynh,Phan,Vũ Đặng=Vu Dang,\
            Bùi=Bui,Đỗ=Do,Hồ=Ho,Ngô=Ngo,Dương=Duong,Lý=Ly",
    },
    Culture {
        locale: "id-ID",
        home: &SYDNEY,
        percent: 1,
        order: Order::Single,
        given: "Suhartini,Wiryawan,Kusumawati,Prasetyaningrum,Budiharjo,Sulastri,Mulyono,\
            Purnamasari,Tjahjadi,Hartati,Sumarsono,Ratnaningsih,Gunadi,Widyastuti,Setyawan,\
            Nurhayati",
        family: "",
    },
    Culture {
        locale: "fil-PH",
        home: &SYDNEY,
        percent: 2,
        order: Order::GivenFirst,
        given: "Maria Corazon,Jose Rizaldo,Marikit,Dalisay,Crisanto,Luzviminda,Bayani,Ligaya,\
            Niño=Nino,Rosario",
        family: "Dimaculangan,Macaraeg,Pangilinan,Catacutan,Bumanglag,Dela Cruz-Santos,Magsaysayon,\
            Peñafrancia=Penafrancia,Tolentino,Gatdula",
    },
    Culture {
        locale: "zh-TW",
        home: &TAIPEI,
        percent: 3,
        order: Order::FamilyFirstLatin,
        given: "怡君=Yi-Chun,志豪=Chih-Hao,雅婷=Ya-Ting,冠宇=Kuan-Yu,淑芬=Shu-Fen,家瑋=Chia-Wei,佩珊=Pei-Shan,\
            承翰=Cheng-Han,詩涵=Shih-Han,明哲=Ming-Che",
        family: "陳=Chen,林=Lin,歐陽=Ou-Yang,蔡=Tsai,許=Hsu,鄭=Cheng,謝=Hsieh,廖=Liao,賴=Lai,蕭=Hsiao,莊=Chuang,\
            簡=Chien",
    },
    Culture {
        locale: "zh-CN",
        home: &TAIPEI,
        percent: 2,
        order: Order::FamilyFirst,
        given: "伟明=Weiming,秀英=Xiuying,晓东=Xiaodong,丽娜=Lina,建国=Jianguo,雨欣=Yuxin,浩然=Haoran,思远=Siyuan,\
            玉兰=Yulan,子轩=Zixuan",
        family: "王=Wang,张=Zhang,刘=Liu,赵=Zhao,司马=Sima,诸葛=Zhuge,徐=Xu,郭=Guo,韩=Han,邓=Deng,吕=Lyu,龚=Gong",
    },
    Culture {
        locale: "ja-JP",
        home: &TAIPEI,
        percent: 2,
        order: Order::FamilyFirstLatin,
        given: "美咲=Misaki,健太郎=Kentaro,さくら=Sakura,大翔=Hiroto,ゆかり=Yukari,龍之介=Ryunosuke,千尋=Chihiro,\
            誠=Makoto,陽菜=Hina,マリ=Mari",
        family: "田中=Tanaka,髙橋=Takahashi,渡邊=Watanabe,小笠原=Ogasawara,五十嵐=Igarashi,長谷川=Hasegawa,\
            勅使河原=Teshigawara,佐々木=Sasaki,東海林=Shoji,鬼頭=Kito",
    },
    Culture {
        locale: "ja-JP",
        home: &TAIPEI,
        percent: 1,
        order: Order::GivenLatin,
        given: "博=Hiroshi,智子=Tomoko,浩二=Koji,恵=Megumi,剛=Tsuyoshi,由美=Yumi,修=Osamu,直美=Naomi,進=Susumu,\
            京子=Kyoko",
        family: "山本=Yamamoto,中村=Nakamura,清水=Shimizu,森田=Morita,池田=Ikeda,石井=Ishii,福田=Fukuda,\
            藤原=Fujiwara,松岡=Matsuoka,野口=Noguchi",
    },
    Culture {
        locale: "ko-KR",
        home: &TAIPEI,
        percent: 2,
        order: Order::FamilyFirstLatin,
        given: "민준=Min-jun,서연=Seo-yeon,지훈=Ji-hoon,하은=Ha-eun,동현=Dong-hyun,수빈=Su-bin,영호=Young-ho,\
            미경=Mi-kyung,태양=Tae-yang,보라=Bo-ra",
        family: "김=Kim,박=Park,남궁=Namgoong,최=Choi,정=Jung,황보=Hwangbo,윤=Yoon,임=Lim,오=Oh,선우=Sunwoo",
    },
    Culture {
        locale: "mn-MN",
        home: &TAIPEI,
        percent: 1,
        order: Order::GivenFirst,
        given: "Болормаа=Bolormaa,Ганбаатар=Ganbaatar,Сарангэрэл=Sarangerel,Эрдэнэ=Erdene,\
            Оюунчимэг=Oyuunchimeg,Төмөр=Tomor,Энхтуяа=Enkhtuya,Баясгалан=Bayasgalan,\
            Наранцэцэг=Narantsetseg,Мөнхбат=Monkhbat",
        family: "Дорждэрэм=Dorjderem,Пүрэвжав=Purevjav,Цогтбаатар=Tsogtbaatar,Жамбалдорж=Jambaldorj,\
            Үржинхүү=Urjinkhuu,Лувсандорж=Luvsandorj,Нямдаваа=Nyamdavaa,Өлзийхутаг=Olziikhutag,\
            Сандагдорж=Sandagdorj,Хүрэлсүх=Khurelsukh",
    },
    Culture {
        locale: "km-KH",
        home: &MUMBAI,
        percent: 1,
        order: Order::FamilyFirst,
        given: "សុភា=Sophea,វិចិត្រ=Vichet,ចន្ធី=Chanthy,ពិសិដ្ឋ=Piseth,បុប្ផា=Bopha,រតនា=Ratana,\
            សុវណ្ណ=Sovann,ម៉ាលី=Maly,ដារ៉ា=Dara,ស្រីពៅ=Sreypov",
        family: "ហេង=Heng,គឹម=Kimm,សុខ=Sok,ជា=Chea,ប៉ែន=Pen,អ៊ុក=Ouk,ទេព=Tep,នួន=Nuon,យឹម=Yim,រស់=Ros",
    },
];
