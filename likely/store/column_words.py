"""The words by which a column gives away what it is, in the languages that exports come in.

Matched as whole words of the name and the question in lower case; `*` stands for any further letters.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split("|"))


SURE_SCORE = _words("""
    nps | enps | rnps | tnps | netpro* | net promoter* | how likely* | likely to recommend* |
    likelihood to recommend* | ltr | 推荐*可能* | 可能*推荐* | 多大可能* | 净推荐值 | kui tõenäoli* |
    soovitusindeks | wie wahrscheinlich* | weiterempfehl* | quelle est la probabilité* |
    probabilité*recommand* | qué tan probable* | cuán probable* | probabilidad*recom* |
    quanto è probabile* | hoe waarschijnlijk* | hur troligt* | kuinka todennäköis* |
    насколько вероятно* | jak prawdopodobne*
""")
LIKELY_SCORE = _words("""
    score* | recommend* | likelihood* | recomm* | empfehl* | recomend* | consiglie* | aanbevel* |
    rekommend* | soovit* | hinne | skoor | 推荐* | 评分 | 分数 | 打分 | note | puntuación |
    pontuação | punteggio | bewertung | answer | оценка | рекоменд* | suosittel* | anbefal* |
    polec*
""")
# The group beside the score, its reasons: never the score itself. HARDLY: only where nothing better is.
NEVER_SCORE = _words("""
    group | category | topics | sentiment | why | reason | comment* | date | churn score | id | ids |
    email* | ip | satisfaction score
""")
HARDLY_SCORE = _words("raw | previous | last | count | number of | credit score | segment | old | target")
COMMENT = _words("""
    comment* | reason* | why* | feedback | verbatim* | explanation | explication* | free response |
    free text* | text | open ended* | improve* | suggest* | review* | opinion* | avis | remarque* |
    pourquoi* | raison* | kommentar* | grund | warum* | begründung* | kommentaar* | põhjus* | miks* |
    评论 | 意见 | 原因 | 为什么* | 反馈 | 建议 | comentario* | comentário* | motivo* | por qué* |
    razón* | commento | perché* | opmerking* | waarom* | toelichting | комментари* | почему* |
    отзыв* | kommentti
""")
NOT_COMMENT = _words("sentiment | topics | removed* | id | count | date | label* | language | lang | title")
DATE = _words("""
    date* | time | timestamp | datetime | at | on | when | responded* | submit* | submitdate |
    completed* | recorded* | recordeddate | enddate | startdate | created* | answered* | day |
    horodateur | zeitstempel | datum | kuupäev | aeg | ajatempel | 时间* | 日期 | 提交时间 | fecha |
    marca temporal | data | tijdstempel | дата | отметка времени | päivämäärä | dato | tidsstempel |
    aikaleima
""")
FIRST_DATES = _words("""
    responded* | response date | submit* | submitdate | recorded* | recordeddate | completed* |
    answered* | end* | enddate | timestamp """)
NOT_DATE = _words("birth* | born | departure* | arrival* | dep | updated* | expires* | duration*")
WEIGHT = _words("""
    weight* | wt | wgt | survey weight | gewicht | poids | kaal | 权重 | peso | vikt | вес | paino
""")
NOT_WEIGHT = _words("kg | lb | lbs | grams | body | height | loss")
PERSON = _words("""
    respondent id | respondentid | person id | person | customer id | customer | user id |
    contact id | client id | member id | respondent | external id | external reference |
    externalreference | email* | e mail* | customer number | account id | passenger id | end user* |
    isik | klient | klient id | 客户编号 | 客户 | 用户 | kunden* | id client | identifiant
""")
# Never a dimension: it would put one person in each row, or show who somebody is.
PERSONAL = _words("""
    id | ids | ip | ipaddr | ip address | ipaddress | email* | e mail* | mail | phone* | mobile |
    name | firstname | lastname | surname | first name | last name | address | postcode | zip* |
    token | uuid | guid | url* | refurl | latitude | longitude | recipient* | responseid | hash |
    seed | respondentid | collectorid | network id | permalink | location latitude |
    location longitude
""")
NOT_RATING = _words("""
    id | age* | count* | number* | visits | year* | month* | week* | day* | hour* | quarter* |
    period* | code* | com1 | com2 | com3 | com4 | com5 | strata | method | zip* | price | duration* |
    votes | helpful* | class | gender | sex | income | region* | county | status | finished |
    progress | weight | group | lastpage | seed | wave | referrals | dependents | index | column*
""")
RECOMMENDED = _words("recommend* | satisf* | would you recommend* | 推荐* | soovit* | weiterempf* | 满意*")
FRIENDS_AND_FAMILY = _words("fft* | friends and family*")
RATED = _words("""
    rating | stars | star | satisfaction* | csat | overall* | zufriedenheit* | rahulolu* | 满意度 |
    星级 | 评分 | note | hinnang | hinne
""")
YES = _words("""
    1 | yes | true | y | oui | ja | jah | si | sí | sim | да | 是 | satisfied | recommended
""")
NO = _words("""
    0 | no | false | n | non | nein | ei | não | нет | 否 | neutral or dissatisfied | dissatisfied |
    not satisfied | not recommended
""")
GOOD_WORDS = _words("very good | good | extremely likely | likely")
OTHER_STEPS = _words("""
    neither good nor poor | poor | very poor | neither likely nor unlikely | unlikely |
    extremely unlikely
""")
