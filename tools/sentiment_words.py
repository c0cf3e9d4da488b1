"""Praise and blame in our own words: what the small shipped model learns where the real sets are thin.

Each phrase is one example. "{}" is filled with each of the language's things, so that a thing by itself comes
to lean neither way.
"""

THINGS = {
    "en": """service;staff;delivery;price;app;support;food;room;flight;teacher;doctor;website;product;
        quality;connection""",
    "et": """teenindus;personal;tarne;hind;äpp;klienditugi;toit;tuba;lend;õpetaja;arst;koduleht;toode;
        kvaliteet;ühendus""",
    "zh": """服务;员工;送货;价格;应用;客服;菜品;房间;航班;老师;医生;网站;产品;质量;网络""",
    "fr": """service;personnel;livraison;prix;application;accueil;repas;chambre;vol;professeur;médecin;
        site;produit;qualité""",
    "de": """Service;Personal;Lieferung;Preis;App;Support;Essen;Zimmer;Flug;Lehrer;Arzt;Webseite;Produkt;
        Qualität""",
}

PRAISE = {
    "en": """good {};very good {};great {};excellent {};{} was perfect;friendly {};fast {};
        the {} is reliable;love the {};happy with the {};no problems with the {};never a problem;
        always helpful;would recommend;easy to use;works well;quick and easy;thank you;
        highly recommend;keep it up;nothing to complain about;kind and polite;solved at once;
        clean and tidy;fair price;cheap;worth the money;amazing;brilliant;superb;fantastic;satisfied""",
    "et": """hea {};väga hea {};suurepärane {};{} oli suurepärane;sõbralik {};kiire {};
        {} on usaldusväärne;meeldib {};rahul;olen väga rahul;jäin rahule;pole probleeme;
        ei ole midagi ette heita;alati abivalmis;soovitan;soovitan kõigile;soovitan soojalt;
        lihtne kasutada;töötab hästi;kiire ja mugav;aitäh;suur aitäh;tänan;jätkake samas vaimus;
        viisakas ja lahke;lahendati kohe;puhas ja korras;soodne hind;mõistlik hind;odav;
        väärt oma hinda;tore;super;imeline;fantastiline;täiuslik;kõik sujus;kõik toimis;
        vastab ootustele;ületas ootused;meeldiv;meeldiv kogemus;asjatundlik;professionaalne;tubli;
        tublid;vastutulelik;lahke;hästi korraldatud;parim;kvaliteetne;maitsev;maitses hästi;mugav;
        turvaline;selge;täpne;õigel ajal;rõõm;rõõmus;armas;ilus;edu;õnnelik;hinnatud;kiitus;
        parem kui varem;armastan;huvitav;kasulik;abi oli kohe;tuleme tagasi;ostan jälle;naudin;
        parandati ära;tasuta""",
    "zh": """{}好;{}很好;{}非常好;{}不错;{}很棒;喜欢{};{}满意;{}很满意;{}可靠;{}很快;{}给力;好评;五星好评;
        推荐;强烈推荐;值得推荐;会再来;下次还来;回购;没有问题;没什么可挑剔的;态度很好;服务周到;热情;
        耐心;专业;方便;很方便;好用;简单易用;便宜;实惠;性价比高;物超所值;划算;干净;整洁;舒服;舒适;
        安静;好吃;美味;味道不错;新鲜;准时;及时;快捷;迅速;解决了;马上解决;感谢;谢谢;完美;优秀;惊喜;
        超出预期;开心;愉快;放心;安全;贴心;细心;温馨;漂亮;精致;环境优雅;地道;分量足;稳定;流畅;赞;点赞;
        棒;一流;靠谱;支持;加油;享受;友好;亲切;礼貌;效率高;合理;清楚;有帮助;学到很多""",
    "fr": """bon {};très bon {};excellent {};{} parfait;{} agréable;{} rapide;content du {};satisfait;
        très satisfait;ravi;rien à redire;je recommande;merci;facile à utiliser;personnel aimable;
        bon accueil;bien conseillé;propre;pas cher;prix correct;bravo;super;génial;continuez""",
    "de": """guter {};sehr guter {};hervorragend {};{} war perfekt;freundlich {};schnelle {};
        zufrieden mit {};sehr zufrieden;keine probleme;empfehle ich;gerne wieder;danke;
        einfach zu bedienen;funktioniert gut;sauber;günstig;toll;super;prima;hilfsbereit;pünktlich;
        klasse;weiter so""",
}

BLAME = {
    "en": """bad {};very bad {};poor {};terrible {};{} was awful;rude {};slow {};the {} is unreliable;
        hate the {};unhappy with the {};problems with the {};not good;not happy;no reply;never again;
        would not recommend;hard to use;does not work;still waiting;waste of money;too expensive;
        overpriced;broken;damaged;late;dirty;nobody answers;ignored;disappointed;disappointing;
        useless;horrible;worst;cancelled;faulty;confusing;unacceptable""",
    "et": """halb {};väga halb {};kehv {};{} oli kohutav;ebaviisakas {};aeglane {};{} ei tööta;
        ei meeldi {};pole rahul;ei ole rahul;ei jäänud rahule;pettunud;olen pettunud;pettumus;
        probleemid;pidev probleem;ei soovita;ei soovita kellelegi;keeruline kasutada;ei tööta;
        ei toimi;ei vasta;keegi ei vasta;keegi ei vastanud;ootasin kaua;pikk ootamine;ootan siiani;
        liiga kallis;kallis;ülehinnatud;raharaiskamine;katki;läks katki;kahjustatud;hilines;
        hilinemine;hilinenud;must;räpane;ebaõnnestus;viga;vead;vigane;kadunud;kadus ära;ebameeldiv;
        ebapädev;ükskõikne;ülbe;halvasti korraldatud;halvim;kõige halvem;ebakvaliteetne;maitsetu;
        külm toit;ebamugav;segane;arusaamatu;valesti;vale;petmine;pettus;kurb;kahju;häbi;mõttetu;
        lubamatu;vastuvõetamatu;mitte kunagi enam;rohkem ei osta;ei tule tagasi;kaebus;tüütu;raske;
        halvemaks läinud;surm;sõda;süüdi;õnnetus;kuritegu;oht;ohtlik;kriis;vihane;solvav;puudub;
        ei ole võimalik;ei saanud abi;valetati""",
    "zh": """{}差;{}很差;{}太差;{}不好;{}糟糕;讨厌{};{}不满意;{}失望;{}慢;{}太慢;{}有问题;差评;不推荐;
        不会再来;再也不来;不会再买;态度差;态度恶劣;爱理不理;不耐烦;没人接;没有人管;没人回复;不理人;
        等了很久;等太久;排队太久;还没收到;不方便;难用;复杂;卡顿;闪退;经常断;不稳定;贵;太贵;偏贵;不值;
        坑;坑人;骗人;骗子;虚假宣传;乱收费;脏;很脏;不干净;吵;太吵;难吃;不好吃;不新鲜;凉了;油腻;分量少;
        迟到;延误;晚点;取消;丢失;破损;坏了;质量差;有异味;失望;很失望;后悔;上当;投诉;退款难;不退款;
        垃圾;浪费时间;浪费钱;不专业;敷衍;推脱;不合理;混乱;不安全;危险;生气;无语;一般般;不值得;
        没有想象中好;名不副实;错误;听不懂;学不到""",
    "fr": """mauvais {};très mauvais {};{} nul;{} lent;{} désagréable;pas content du {};déçu;très déçu;
        décevant;trop cher;ne fonctionne pas;personne ne répond;attente trop longue;
        je ne recommande pas;plus jamais;manque de personnel;cassé;abîmé;en retard;sale;pas de choix;
        pas aimable;inadmissible;dommage""",
    "de": """schlechter {};sehr schlechter {};furchtbar {};{} war langsam;unfreundlich {};
        unzufrieden mit {};enttäuscht;enttäuschend;zu teuer;funktioniert nicht;geht nicht;
        niemand antwortet;lange wartezeit;empfehle ich nicht;nie wieder;kaputt;beschädigt;verspätet;
        schmutzig;keine antwort;ärgerlich;nutzlos;mies""",
}


def phrases() -> list[tuple[bool, str]]:
    """(praise?, phrase) of all languages."""
    made: list[tuple[bool, str]] = []
    for good, lists in ((True, PRAISE), (False, BLAME)):
        for language, text in lists.items():
            things = [thing.strip() for thing in THINGS[language].split(";")]
            for phrase in (part.strip() for part in text.split(";")):
                filled = [phrase.format(thing) for thing in things] if "{}" in phrase else [phrase]
                made += [(good, one) for one in filled]
    return made
