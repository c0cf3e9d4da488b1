"""How files call what we know of people, in the languages that exports come in."""

from collections.abc import Mapping
from typing import Final

# field -> names of columns, without case, accents and marks between words; the surest first
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "external_id": (
        "external id", "customer id", "client id", "contact id", "person id", "user id", "member id",
        "customer number", "customer no", "client number", "employee id", "employee number", "id", "uid",
        "kliendi id", "kliendikood", "kliendinumber", "isiku id", "tootaja id", "kasutaja id",
        "kundennummer", "kunden id", "numero client", "id cliente", "客户编号", "客户id", "用户id", "编号",
        "会员号", "员工编号", "工号", "номер клиента", "顧客番号",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "mail address", "primary email",
        "work email",
        "e post", "epost", "meil", "meiliaadress", "e posti aadress", "emailadresse", "e mail adresse",
        "courriel",
        "correo", "correo electronico", "邮箱", "电子邮箱", "电子邮件", "邮件", "邮件地址", "メール",
        "メールアドレス", "почта", "эл почта", "sahkoposti",
    ),
    "phone": (
        "phone", "phone number", "mobile", "mobile phone", "mobile number", "cell", "cell phone",
        "telephone", "tel",
        "telefon", "telefoninumber", "mobiil", "mobiilinumber", "mobiltelefon", "handy", "telefonnummer",
        "telephone portable", "telefono", "movil", "电话", "电话号码", "手机", "手机号", "手机号码",
        "联系电话",
        "電話", "電話番号", "телефон", "puhelin",
    ),
    "name": (
        "name", "full name", "contact name", "customer name", "person name", "display name", "nimi",
        "taisnimi",
        "kliendi nimi", "nom complet", "nombre completo", "姓名", "名字", "名称", "客户姓名", "联系人",
        "氏名",
        "имя", "фио",
    ),
    "given_name": (
        "first name", "firstname", "given name", "forename", "eesnimi", "vorname", "prenom", "nombre", "名",
        "etunimi",
    ),
    "family_name": (
        "last name", "lastname", "surname", "family name", "perekonnanimi", "perenimi", "nachname",
        "nom de famille",
        "apellido", "apellidos", "姓", "姓氏", "фамилия", "sukunimi",
    ),
    "language": (
        "language", "lang", "locale", "preferred language", "keel", "suhtluskeel", "sprache", "langue",
        "idioma", "语言",
        "语种", "言語", "язык", "kieli",
    ),
    "time_zone": ("time zone", "timezone", "tz", "ajavoond", "zeitzone", "fuseau horaire", "时区"),
    "channel": (
        "channel", "preferred channel", "contact channel", "kanal", "eelistatud kanal", "渠道", "首选渠道",
        "联系方式",
    ),
    "population": ("population", "audience", "contact type", "person type", "rahvastik", "sihtruhm", "人群",
    "对象"),
    "account": (
        "account", "account id", "company id", "organization id", "organisation id", "account external id",
        "account number", "ettevotte id", "registrikood", "firmen id", "公司编号", "企业编号", "账户编号",
    ),
    "account_name": (
        "account name", "company", "company name", "organization", "organisation", "organization name",
        "organisation name", "employer", "ettevote", "ettevotte nimi", "firma", "unternehmen", "entreprise",
        "empresa",
        "公司", "公司名称", "企业", "企业名称", "客户公司", "компания", "会社", "会社名", "yritys",
    ),
    "account_value": (
        "account value", "contract value", "annual revenue", "arr", "acv", "annual contract value",
        "lepingu vaartus",
        "年收入", "合同金额",
    ),
}  # fmt: skip
# what a file says -> the population of that name
POPULATION_WORDS: Final[Mapping[str, str]] = {
    "customer": "customers", "client": "customers", "clients": "customers", "klient": "customers",
    "kliendid": "customers", "客户": "customers", "kunde": "customers",
    "employee": "employees", "staff": "employees", "tootaja": "employees", "töötaja": "employees",
    "töötajad": "employees", "员工": "employees", "mitarbeiter": "employees",
    "owner": "owners", "omanik": "owners", "buyer": "buyers", "ostja": "buyers", "买家": "buyers",
    "user": "users", "kasutaja": "users", "用户": "users",
}  # fmt: skip
CHANNEL_WORDS: Final[Mapping[str, str]] = {
    "email": "mail", "e-mail": "mail", "e-post": "mail", "meil": "mail", "邮件": "mail", "电子邮件": "mail",
    "text": "sms", "text message": "sms", "短信": "sms", "phone": "voice", "call": "voice", "电话": "voice",
}  # fmt: skip
LANGUAGE_WORDS: Final[Mapping[str, str]] = {
    "english": "en", "inglise": "en", "estonian": "et", "eesti": "et", "chinese": "zh", "中文": "zh",
    "英文": "en",
    "英语": "en", "汉语": "zh", "russian": "ru", "vene": "ru", "русский": "ru", "german": "de",
    "deutsch": "de",
    "french": "fr", "français": "fr", "spanish": "es", "español": "es", "finnish": "fi", "suomi": "fi",
    "japanese": "ja", "日本語": "ja", "latvian": "lv", "lithuanian": "lt", "swedish": "sv", "polish": "pl",
    "italian": "it", "portuguese": "pt", "dutch": "nl", "korean": "ko", "ukrainian": "uk",
}  # fmt: skip
