"""Words that carry no reason by themselves, language by language. Small lists of our own, to be edited.

STOP: grammar; never part of a reason except between two words of it ("value for money").
VAGUE: praise, blame and degree; part of a reason only beside a word that says what ("good service").
NEGATORS: turn the next word round ("not connected").
AND: words at which one thought ends and the next begins.
"""

from collections.abc import Mapping


def _sets(lists: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in lists.items()}


STOP = _sets(
    {
        "en": """a an the this that these those i i'm i've i'd i'll me my mine we we're we've us our you
        you're your he she it it's its they they're them their his her who which what when where why how
        whose am is are was were be been being do does did done doing have has had having will would
        shall should can could may might must of to in on at by for from with about into over after
        before between through during under then than as if because cause since while although though
        there there's here that's what's all any both each few more most other some such own same also
        just even ever already quite get gets got getting go going went gone come came one two three out
        off down s t re ve d ll m im ive dont didnt per via etc lot lots thing things something anything
        everything someone anyone everyone said say says told tell way much many let make makes made
        take takes taken took give gives given gave put seem seems seemed next last every another around
        within without until though however rather being know think feel want wanted need needed like
        look looking find found keep kept try tried trying use used using day days week weeks month
        months year years today time times xxx""",
        "et": """ja ning ega või aga kuid et kui siis sest nii nagu ka juba nüüd ju vaid ainult isegi
        küll ma mina mu minu mind mulle mul me meie meid meile meil sa sina sinu te teie teid teile teil
        ta tema teda talle tal nad nende neid neile neil see selle seda sellest sellele sellel sel need
        nendest on oli olid olen oleme olete olla olnud oleks ole pole polnud sai said saab saan saada
        saanud saaks läks läheb tuli tuleb tegi teeb teha võib võiks peab pidi mis mida mille millest
        kes keda kelle kus kuhu kust millal miks kuidas kõik kõike kõigile iga igal mõni mingi miski
        midagi keegi üks kaks kolm enne pärast peale jaoks juures juurde koos ilma üle alla kohta järgi
        eest vahel välja sisse ära lihtsalt päev päeva nädal nädalat kuu kuud aasta aastat kord korda
        neli viis kuus seitse kaheksa üheksa kümme""",
        "fr": """le la les un une des du de d l au aux ce cet cette ces ça cela ceci je j jene jai me m
        moi mon ma mes tu te toi ton ta tes il elle on nous notre nos vous votre vos ils elles leur
        leurs se s soi son sa ses qui que qu quoi dont où et ou mais donc or ni car si comme quand
        lorsque parce puisque afin pour par sur sous dans en avec sans chez vers entre depuis pendant
        avant après contre à y est es suis sommes êtes sont était étaient être été ai as a avons avez
        ont avait avaient avoir eu fait faire fais font faut peut peuvent pourrait serait sera seraient
        doit va vais vont aller tout toute tous toutes autre autres même mêmes certain certains
        certaines quelque quelques chaque plusieurs aussi alors déjà là ici lors ainsi cependant car
        donc dire dit c n t ils quel quelle quels quelles fois jour jours an ans mois celui celle ceux
        celles lui eux être etc trouve trouver trouvé mettre voir ont jevais jesuis j'ai près souvent
        parfois notamment niveau part point""",
        "de": """der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass
        daß ob wenn als wie so auch noch schon nur doch mal ja ich mich mir mein meine meinen wir uns
        unser unsere du dich dir dein sie ihr ihre ihnen er ihn ihm sein seine es man sich wer was wo
        wann warum welche dieser diese dieses jeder jede alle alles ist sind war waren bin bist sei wäre
        hat habe haben hatte hatten wird werden wurde wurden worden kann können konnte muss müssen soll
        sollte will wollen darf in im an am auf aus bei beim mit nach von vom vor zu zum zur über unter
        durch für gegen ohne um bis seit während hier da dort dann nun jetzt immer wieder etwas mehr
        andere anderen einmal tag tage woche wochen monat jahr""",
        "es": """el la los las lo un una unos unas de del al a ante bajo con contra desde durante en
        entre hacia hasta para por según sin sobre tras y e o u pero sino porque que qué quien cual
        cuando donde como si ya yo me mi mis tú te tu tus él ella se su sus nos nuestro nuestra os les
        le ellos ellas este esta estos estas ese esa eso aquel es son era eran fue fueron ser sido soy
        está están estaba estar he ha han había haber hay tiene tienen tener tengo hacer hace hizo puede
        pueden todo toda todos todas otro otra otros mismo también aún todavía siempre cada algún algo
        día días semana mes año vez veces""",
        "it": """il lo la i gli le un uno una di del della dei delle da dal in nel nella con su sul per
        tra fra e o ma perché che chi cui quando dove come se io mi mio mia tu ti tuo lui lei si suo sua
        noi ci nostro voi vi loro questo questa quello è sono era erano stato essere ho ha hanno avere
        aveva fare fatto può tutto tutti altro altri anche ancora sempre già ogni giorno giorni volta
        volte al alla ai""",
        "nl": """de het een en of maar want omdat dat die dit deze ik me mij mijn wij we ons onze je jij
        jouw u uw hij hem zijn zij ze haar hun er is was waren ben bent heb heeft hebben had wordt
        worden werd kan kunnen moet moeten zal zou van in op aan met voor door over bij naar uit om te
        tot na als dan wel ook nog al wat wie waar hoe meer dag dagen week weken maand jaar keer""",
        "pt": """o a os as um uma de do da dos das em no na nos nas com por para pelo pela e ou mas
        porque que quem quando onde como se eu me meu minha tu te ele ela seu sua nós nosso vocês eles
        este esta esse essa é são era foi ser sido está estão estava tem têm ter tinha há fazer feito
        pode todo toda todos também ainda sempre já cada dia dias mês ano vez vezes ao à""",
        "fi": """ja tai mutta että jos kun koska niin kuin myös vielä jo nyt vain minä mun minun minua
        minulle me meidän meille sinä te teidän hän hänen he se sen sitä siitä ne niitä tämä tämän on
        oli ovat olivat olen olla ollut olisi saa sai voi pitää piti mitä mikä joka jotka kaikki""",
        "sv": """och eller men att som om när för på i av till från med utan den det de en ett jag mig
        min mitt mina vi oss vår ni er du dig din han hon dem deras är var vara varit har hade ha blir
        blev kan kunde ska skulle måste så också bara alla allt här där nu då än""",
        "zh": """的 了 是 我 我们 你 你们 他 她 它 他们 在 有 和 与 及 就 都 也 还 又 再 而 但 但是 可是
        不过 因为 所以 如果 虽然 这 那 这个 那个 这里 那里 这些 那些 一 一个 一些 一下 一次 一点 个 些
        次 家 吗 呢 吧 啊 呀 哦 嘛 哈 着 过 到 去 来 从 对 把 被 给 让 向 跟 会 能 可以 要 想 上 下 里
        中 后 前 时 时候 之 其 其实 什么 怎么 为什么 哪 谁 多 少 几 地 得 说 看 做 用 等 自己 大家 觉得
        感觉 知道 现在 已经 还是 还有 就是 只是 而且 或者 以后 之后 之前 今天 昨天 天 年 月 周 日 两 三
        二 才 却 只 来说 起来 出来 这样 那样 这么 那么 公司 东西 最后 一直 各种 直接 然后 于是 结果 一样
        不了 就算 行 叫 来着 首先 另外 比如 包括 以及 每次 那种 这种 点 块 元 位 份 每 该 当 跟着 反正
        而已""",
    }
)

VAGUE = _sets(
    {
        "en": """now looked felt good great best better excellent amazing fantastic brilliant awesome
        perfect wonderful nice super lovely superb outstanding fine ok okay decent happy pleased
        satisfied impressed love loved really very extremely always well bad poor terrible awful worst
        worse horrible disgusting disappointing disappointed rubbish useless shocking appalling unhappy
        dissatisfied absolutely totally completely definitely highly recommend recommended up back long
        new old first far little big high low extra bit enough experience experiences yes hello thank
        thanks please issues issue problem problems number part people person everything nothing none
        happened call calls work works working done start started end actually probably hopefully
        currently unfortunately overall usual several different due able still yet too so only again
        hour hours minute minutes sadly excited thought looks look person company finally especially
        simply quite pretty must-have sure anyway instead left sent send""",
        "et": """hea head hää parim parem suurepärane suurepäraselt väga tõesti täiesti alati üldse tore
        rahul meeldis meeldib kena ilus halb halvad halvasti kehv kehvad kehvasti vilets kohutav
        pettunud soovitan soovitaks kogemus hästi liiga üsna päris natuke palju vähe suur väike uus pikk
        kõrge madal aitäh kahjuks probleem probleemid ikka veel jälle uuesti tund tundi minut minutit
        firma pettumus edasi tagasi kohale""",
        "fr": """bon bonne bons bonnes bien mieux meilleur meilleure excellent excellente super parfait
        parfaite génial très trop assez vraiment plus moins peu beaucoup tellement content contente
        satisfait satisfaite ravi ravie merci mauvais mauvaise nul nulle déçu déçue décevant recommande
        recommander rien aucun aucune remarque remarques signaler particulier commentaire suggestion
        suggestions général grand grande petit petite nouveau nouvelle nouvelles beau belle possible
        fort tout-à-fait non oui bravo continuez problème expérience dommage personne personnes chose
        choses besoin certaine gens ras aime aimer adore rapport plaisir heureux mal toujours encore
        jamais concernant surtout""",
        "de": """gut gute guter gutes guten besser beste super toll prima klasse perfekt hervorragend
        sehr wirklich immer ganz zufrieden schlecht schlechte schlechter mies furchtbar enttäuscht
        empfehlen empfehle leider viel wenig groß klein neu alt lang hoch danke erfahrung problem""",
        "es": """bueno buena buenos buenas bien mejor excelente genial perfecto muy mucho mucha poco
        malo mala mal peor pésimo contento satisfecho recomiendo recomendar gran grande nuevo gracias
        experiencia más menos problema demasiado""",
        "it": """buono buona bene ottimo ottima molto male pessimo soddisfatto consiglio grande nuovo
        grazie più""",
        "nl": """goed goede beter beste prima heel erg zeer slecht slechte tevreden aanraden groot nieuw
        bedankt""",
        "pt": """bom boa bem melhor ótimo excelente muito mau ruim pior satisfeito recomendo grande novo
        obrigado""",
        "fi": """hyvä hyvin paras erinomainen todella erittäin huono tyytyväinen suosittelen iso uusi
        kiitos""",
        "sv": """bra bäst bättre mycket väldigt dålig dåligt nöjd rekommendera stor ny tack""",
        "zh": """好 很 非常 太 真 真的 最 更 特别 挺 十分 比较 超级 超 满意 喜欢 推荐 不错 棒 赞 差 糟糕
        失望 糟 坏 大 小 新 高 低 长 总 总是 完全 实在 有点 越来越 问题 体验 谢谢 感谢 希望 好好 一般
        很多 太多 所有 整体 总体 还 还是 一直 爱 老""",
    }
)

NEGATORS = _sets(
    {
        "en": """not no never cannot can't don't doesn't didn't isn't aren't wasn't weren't won't
        wouldn't haven't hasn't hadn't couldn't shouldn't nobody lack lacks lacking""",
        "et": """ei mitte pole polnud puudub puudus""",
        "fr": """pas jamais manque guère""",
        "de": """nicht kein keine keinen keiner nie niemals""",
        "es": """no nunca ni jamás falta""",
        "it": """non mai manca nessuno""",
        "nl": """niet geen nooit""",
        "pt": """não nunca falta""",
        "fi": """ei en eivät""",
        "sv": """inte ingen inga aldrig""",
        "zh": """不 没 没有 无 别 未 不能 不会 无法 不够 不是 缺乏""",
    }
)

AND = _sets(
    {
        "en": """and but however although though because""",
        "et": """ja ning aga kuid sest""",
        "fr": """et mais car cependant""",
        "de": """und aber denn weil""",
        "es": """y pero porque""",
        "it": """e ma perché""",
        "nl": """en maar want""",
        "pt": """e mas porque""",
        "fi": """ja mutta koska""",
        "sv": """och men""",
        "zh": """但是 可是 不过 而且 因为""",
    }
)

LANGUAGES = tuple(STOP)
