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

# About other things and in rarer words: the making of the model was little guided by them.
HARD_PRAISE = {
    "en": """booked a table in seconds;the surgeon explained every step;my kids adore it;
        fixed my boiler first time;the portions were huge;the lady on the phone was an angel;
        trains run like clockwork;the museum guide was fascinating;loved every minute;
        they replaced it without question;soft fabric;battery lasts forever;really good coffee;
        the view took my breath away;always a warm welcome;parking was easy;I trust them;
        the trainer was inspiring;nothing is too much trouble;got through to someone at once""",
    "zh": """预订只花了几秒;大夫每一步都讲得明明白白;小孩玩得不肯走;一次就修好了;菜量特别大;
        接线员态度超好;车次准点;讲解员很风趣;二话不说就给换了;面料柔软;电池很耐用;咖啡很香;风景太美了;
        每次去都很热情;停车很容易;值得信赖;教练很有激情;有求必应;电话一打就通;老板人很好""",
    "et": """laua broneerimine käis sekunditega;kirurg selgitas iga sammu;lastele väga meeldis;
        boiler sai esimese korraga korda;portsud olid hiiglaslikud;naine telefonis oli kullatükk;
        rongid käivad täpselt;giid oli väga huvitav;nautisin iga minutit;
        vahetati küsimusi esitamata ümber;pehme kangas;aku kestab kaua;kohv on väga hea;
        vaade oli imeilus;alati soe vastuvõtt;parkida oli lihtne;usaldan neid;treener oli innustav;
        kõigeks ollakse valmis;sain kohe kellegagi ühendust""",
}
HARD_BLAME = {
    "en": """could not book a table;the surgeon brushed off my questions;my kids hated it;
        boiler leaks again;the portions were a joke;the man on the phone laughed at me;
        trains are always late;the guide mumbled;regret every penny;they refused to replace it;
        itchy fabric;battery dies by noon;coffee tasted burnt;the view was a wall;felt unwelcome;
        nowhere to park;lost my trust;the trainer did not prepare;everything is too much trouble;
        kept getting cut off""",
    "zh": """根本订不上位子;大夫懒得回答问题;孩子哭着要走;修了三次还是漏水;菜量少得可怜;接线员嘲笑我;
        车次总是晚点;讲解员含糊不清;花的每一分钱都后悔;死活不给换;面料扎人;电池半天就没电;咖啡一股糊味;
        窗外就是一堵墙;感觉不受欢迎;没地方停车;失去信任;教练不负责任;什么都嫌麻烦;电话老是断""",
    "et": """lauda ei saanud broneerida;kirurg tõrjus mu küsimused kõrvale;lastele üldse ei meeldinud;
        boiler lekib jälle;portsud olid naeruväärsed;mees telefonis naeris mu üle;
        rongid hilinevad alati;giid pomises omaette;kahetsen iga senti;keelduti ümber vahetamast;
        kangas ajab sügelema;aku saab lõunaks tühjaks;kohv maitses kõrbenult;vaade oli seina peale;
        tundsin end soovimatuna;kuskile polnud parkida;kaotasin usalduse;
        treener polnud ette valmistanud;kõik on neile liiga raske;kõne katkes pidevalt""",
}


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";")]
