"""What the invented customers of the demo say, by language, subject and whether they are pleased."""

# language -> aspect -> (pleased, displeased)
PHRASES: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "en": {
        "delivery": (
            (
                "fast delivery",
                "the delivery came a day early",
                "the driver rang before coming and carried it upstairs",
                "delivery was on time to the hour",
                "arrived quickly and well packed",
            ),
            (
                "the delivery was four days late",
                "late delivery and nobody told me",
                "waited at home all day and the delivery never came",
                "the parcel arrived damaged",
                "delivery date was moved twice",
                "still waiting for half of my order",
            ),
        ),
        "service": (
            (
                "friendly and patient staff",
                "helpful staff who know what they sell",
                "customer service solved it in one call",
                "the lady at the till was so kind",
                "quick answer in the chat",
            ),
            (
                "nobody answers the phone",
                "customer service passed me around three times",
                "rude staff at the desk",
                "waited forty minutes on hold",
                "my mail was never answered",
            ),
        ),
        "price": (
            (
                "good prices",
                "fair price for what you get",
                "great value for money",
                "the loyalty discount is generous",
            ),
            (
                "too expensive for the quality",
                "prices went up again",
                "shipping costs are too high",
                "the price at the till was not the price on the shelf",
            ),
        ),
        "quality": (
            (
                "solid quality that lasts",
                "beautiful lamps and good materials",
                "the sofa is better than in the pictures",
                "well made furniture",
            ),
            (
                "the shelf broke after a month",
                "poor quality, the paint came off",
                "a screw and two parts were missing",
                "colour is nothing like the picture",
            ),
        ),
        "app": (
            (
                "the app makes ordering easy",
                "love the room planner in the app",
                "easy website",
                "finding things in the new app is a joy",
            ),
            (
                "the app crashes when I pay",
                "website is confusing",
                "the app lost my basket",
                "search in the app finds nothing",
            ),
        ),
        "returns": (
            (
                "returns without any questions",
                "money back in two days",
                "exchanging the chair was easy",
            ),
            (
                "the return took six weeks",
                "still no refund",
                "had to pay for the return of a broken lamp",
            ),
        ),
    },
    "et": {
        "delivery": (
            (
                "kiire tarne",
                "kaup jõudis kohale päev varem",
                "kuller helistas ette ja aitas kapi trepist üles",
                "tarne oli tunni täpsusega õigel ajal",
                "pakk jõudis kiiresti ja oli hästi pakitud",
            ),
            (
                "tarne hilines neli päeva",
                "pakk hilines ja keegi ei teatanud",
                "ootasin terve päeva kodus, aga kullerit ei tulnud",
                "pakk jõudis kohale katkisena",
                "tarneaega lükati kaks korda edasi",
                "pool tellimusest on ikka veel saamata",
            ),
        ),
        "service": (
            (
                "sõbralik teenindus",
                "abivalmis müüjad, kes tunnevad oma kaupa",
                "klienditugi lahendas mure ühe kõnega",
                "teenindaja oli väga lahke",
                "vestlusaknas vastati kohe",
            ),
            (
                "keegi ei võta telefoni vastu",
                "klienditugi suunas mind kolm korda edasi",
                "teenindaja oli ebaviisakas",
                "ootasin liinil nelikümmend minutit",
                "minu kirjale ei vastatudki",
            ),
        ),
        "price": (
            (
                "head hinnad",
                "hind on kvaliteedi kohta õiglane",
                "püsikliendi soodustus on helde",
                "soodsad pakkumised",
            ),
            (
                "liiga kallis",
                "hinnad tõusid jälle",
                "tarne hind on liiga kõrge",
                "kassas oli hind teine kui riiulil",
            ),
        ),
        "quality": (
            (
                "korralik kvaliteet",
                "ilusad lambid ja head materjalid",
                "diivan on parem kui pildil",
                "vastupidav mööbel",
            ),
            (
                "riiul läks kuu ajaga katki",
                "kehv kvaliteet, värv tuli maha",
                "komplektist oli kruvi puudu",
                "värv ei ole üldse selline nagu pildil",
            ),
        ),
        "app": (
            (
                "äpiga on lihtne tellida",
                "äpi toaplaneerija on väga mugav",
                "selge veebileht",
                "uues äpis leiab kõik kiiresti üles",
            ),
            (
                "äpp jookseb maksmisel kokku",
                "veebileht on segane",
                "äpp kaotas ostukorvi ära",
                "äpi otsing ei leia midagi",
            ),
        ),
        "returns": (
            (
                "tagastamine läks ilma küsimusteta",
                "raha tuli kahe päevaga tagasi",
                "tooli vahetamine oli lihtne",
            ),
            (
                "tagastamine võttis kuus nädalat",
                "raha pole ikka veel tagasi saanud",
                "pidin katkise lambi tagastamise eest ise maksma",
            ),
        ),
    },
    "zh": {
        "delivery": (
            ("送货很快", "比预计早到一天", "送货师傅很客气，帮忙搬上楼", "准时送达", "包装好，到货快"),
            (
                "送货晚了四天",
                "送货迟到也没人通知",
                "在家等了一整天货没到",
                "包裹到的时候已经坏了",
                "送货时间改了两次",
            ),
        ),
        "service": (
            ("服务态度好", "店员热情又专业", "客服一个电话就解决了", "收银员非常亲切", "在线客服回复很快"),
            ("客服电话没人接", "客服把我转来转去", "店员态度差", "电话等了四十分钟", "邮件一直没有回复"),
        ),
        "price": (
            ("价格实惠", "性价比高", "会员折扣很划算", "价格公道"),
            ("价格太贵", "又涨价了", "运费太高", "结账价格和标价不一样"),
        ),
        "quality": (
            ("质量很好", "灯很漂亮，材料扎实", "沙发比图片还好看", "家具做工精细"),
            ("架子用了一个月就坏了", "质量差，掉漆", "少了螺丝和零件", "颜色和图片不一样"),
        ),
        "app": (
            ("手机应用下单方便", "应用里的房间设计很好用", "网站简单易用", "新应用找东西很方便"),
            ("付款时应用闪退", "网站太乱", "应用把购物车弄丢了", "应用搜索什么都找不到"),
        ),
        "returns": (
            ("退货很方便", "两天就退款了", "换椅子很顺利"),
            ("退货花了六个星期", "还没收到退款", "坏的灯退货还要自己付运费"),
        ),
    },
}

# language -> (between two pleased or two displeased clauses, between opposite ones, end)
JOINS = {
    "en": ((", ", " and "), (", but ", ", although "), (".", "", "!")),
    "et": ((", ", " ja "), (", aga ", ", kuigi "), (".", "", "!")),
    "zh": (("，",), ("，但是", "，不过"), ("。", "", "！")),
}

NAMES = {
    "en": (
        (
            "Alice",
            "Ben",
            "Clara",
            "David",
            "Emma",
            "Frank",
            "Grace",
            "Henry",
            "Isla",
            "Jack",
            "Nora",
            "Oscar",
        ),
        ("Hughes", "Carter", "Bennett", "Foster", "Reid", "Walsh", "Palmer", "Dixon", "Harvey", "Moss"),
    ),
    "et": (
        (
            "Mari",
            "Jaan",
            "Kadri",
            "Tõnu",
            "Liis",
            "Priit",
            "Anneli",
            "Rein",
            "Triin",
            "Urmas",
            "Kersti",
            "Madis",
        ),
        ("Tamm", "Saar", "Sepp", "Mägi", "Kask", "Kukk", "Rebane", "Ilves", "Pärn", "Koppel"),
    ),
    "zh": (
        ("伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "杰"),
        ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"),
    ),
}
