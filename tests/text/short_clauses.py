"""Short clauses of praise and of blame that nobody takes for the other: what the shipped model must tell.

Written for judging alone: none of them is among the phrases that the model learns from.
"""

PRAISE = {
    "en": """staff went out of their way to help;delivery was faster than expected;the room was spotless;
        everything worked the first time;great value for money;the nurse was so caring;
        setup took two minutes;checkout was a breeze;my question was answered within an hour;
        tasty food and generous portions;the driver was polite;clear instructions;signal is strong everywhere;
        refund arrived the next day;
        seats with plenty of leg room, very comfy;the crew took good care of us;
        I always get what I ordered;app is intuitive;beautiful packaging;the teacher explains things well;
        no hidden fees;they kept their promise;the bed was very comfy;I feel safe here;super friendly people;
        well organised event;the engineer was on time;lovely atmosphere;they really listen;
        prices are reasonable;it just works;couldn't be happier;a pleasure to deal with;
        best shop in town""",
    "zh": """客服态度好;快递小哥很有礼貌;房间打扫得很干净;上菜速度快;医生讲解得很耐心;退款第二天就到了;
        信号一直很稳;价钱公道;老师讲课生动;操作很简单;包装得很仔细;问题当天就解决了;座位宽敞舒适;
        工作人员特别热心;早餐丰富;物流神速;回复很及时;护士很温柔;排队不用等;质量没得说;界面清爽;
        安装师傅很专业;孩子很爱吃;住得很舒心;性价比超高;收费透明;店里氛围很好;说到做到;
        每次都很满意;非常省心;值这个价;比我原来想的要好;登机很顺利;发货快""",
    "et": """klienditeenindaja oli väga abivalmis;pakk jõudis kohale varem kui lubatud;tuba oli väga puhas;
        kõik toimis esimesest korrast;hinna ja kvaliteedi suhe on hea;õde oli hooliv;
        seadistamine võttis kaks minutit;sain vastuse tunni ajaga;toit oli maitsev ja portsjonid suured;
        kuller oli viisakas;juhised olid selged;levi on igal pool hea;raha tagastati järgmisel päeval;
        istmed olid pikal sõidul mugavad;
        meeskond hoolitses meie eest hästi;saan alati, mida tellisin;äppi on lihtne kasutada;
        ilus pakend;õpetaja seletab hästi;varjatud tasusid pole;nad pidasid lubadust;voodi oli väga mugav;
        tunnen end siin turvaliselt;ülimalt sõbralikud inimesed;üritus oli hästi korraldatud;
        tehnik tuli õigel ajal;mõnus õhkkond;nad kuulavad päriselt;hinnad on mõistlikud;
        mure lahendati kiiresti;nendega on meeldiv asju ajada;linna parim pood;arst oli tähelepanelik;
        broneerimine käis ladusalt""",
}

BLAME = {
    "en": """staff could not care less;delivery took three weeks;the room smelled of smoke;
        it stopped working after two days;a complete rip-off;the nurse was rude to my mother;
        the website keeps crashing;I was on hold for an hour;cold food and tiny portions;
        the driver threw my parcel;instructions make no sense;no bars in my own house, no signal;
        still waiting for my refund;
        cramped seats;they lost our luggage;wrong item in the box;app logs me out all the time;
        arrived in pieces;the teacher is boring;hidden fees everywhere;they broke their promise;
        the bed was hard as a rock;I do not feel safe here;arrogant people;badly organised event;
        the engineer never showed up;terrible atmosphere;nobody listens;prices went through the roof;
        charged twice;it never works;complete waste of time;a nightmare to deal with;
        worst shop in town""",
    "zh": """客服爱搭不理;快递员乱扔包裹;房间有一股霉味;上菜慢得要命;医生三句话就打发了;退款拖了一个月;
        信号时有时无;价钱离谱;老师照本宣科;操作太繁琐;包装破了;问题拖着不解决;座位又窄又硬;
        工作人员很冷漠;早餐难以下咽;物流太慢了;发消息没人理;护士很凶;排队两个小时;质量堪忧;界面混乱;
        安装师傅迟到了;孩子吃坏肚子;半夜吵得睡不着;根本不值;乱扣费;店里脏兮兮;说话不算数;
        每次都出错;非常闹心;白花钱;跟宣传的差得太远;航班晚点五个小时;收到的是次品""",
    "et": """klienditeenindajat ei huvitanud miski;pakk tuli alles kolme nädala pärast;
        tuba haises suitsu järele;läks kahe päevaga katki;puhas röövimine;õde oli ema vastu ebaviisakas;
        koduleht jookseb pidevalt kokku;
        ootasin tund aega telefonil;toit oli külm ja portsjon pisike;kuller viskas paki üle aia;
        juhendist ei saa aru;kodus pole levi;ootan raha tagasi siiani;kitsad istmed;nad kaotasid meie pagasi;
        karbis oli vale toode;äpp logib mind kogu aeg välja;kohale jõudis kildudena;õpetaja on igav;
        varjatud tasud igal pool;nad ei pidanud lubadust;voodi oli kivikõva;ma ei tunne end siin turvaliselt;
        ülbed inimesed;üritus oli halvasti korraldatud;tehnik jäi tulemata;õhkkond oli kohutav;
        keegi ei kuula;hinnad on laes;raha võeti kaks korda maha;mitte kunagi ei toimi;
        täielik ajaraiskamine;nendega on õudne asju ajada;linna halvim pood;arst ei viitsinud kuulata""",
}

# What is neither by itself, and must not be told as if it were.
PLAIN = {
    "en": """the phone;my order;the room;the invoice;about the app;the website;the doctor;two tickets;
        the store""",
    "zh": "电话;订单;房间;发票;关于应用;网站;医生;两张票;门店",
    "et": "telefon;minu tellimus;tuba;arve;äpi kohta;koduleht;arst;kaks piletit;pood",
}


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";")]
