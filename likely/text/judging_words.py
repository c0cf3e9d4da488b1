"""Words that say how a thing is and never what it is: they name no theme that a thing could name.

Unlike the vague words of `likely.text.stop_words` they mean something by themselves ("late", "rude"), so that
a theme may be led by one where no thing goes with it. Small lists of our own, to be edited, in every form.
"""

from typing import Final

_LISTS: Final = {
    "en": """perfectly nicely beautifully properly fast faster quick quicker quickly prompt promptly
        slow slower slowly late later delayed early punctual rude friendly polite kind caring
        helpful unhelpful clean dirty filthy cheap cheaper expensive overpriced pricey
        reasonable fair unfair easy easily difficult hard simple complicated confusing clear
        unclear comfortable uncomfortable broken damaged faulty wrong cold warm hot tasty
        delicious bland fresh stale noisy loud quiet reliable unreliable professional
        unprofessional efficient inefficient tight loose fantastically odd short shorter tiny
        cramped spacious convenient inconvenient safe unsafe strong weak stiff soft pleasant
        unpleasant""",
    "et": """kiire kiired kiiresti kiirem aeglane aeglased aeglaselt hilines hiline hilinenud
        hilinevad hiljem varem õigel õigeaegne õigeaegselt sõbralik sõbralikud lahke lahked
        viisakas viisakad abivalmis abivalmid ebaviisakas ebaviisakad ülbe ülbed puhas puhtad
        must mustad räpane räpased odav odavad odavam kallis kallid kallim soodne soodsad
        mõistlik mõistlikud lihtne lihtsad lihtsalt raske keeruline keerulised segane segased
        selge selged arusaamatu mugav mugavad mugavalt ebamugav ebamugavad katki katkine
        katkised vigane vale valed külm külmad soe soojad maitsev maitsvad maitsetu värske
        värsked vaikne lärmakas usaldusväärne professionaalne asjatundlik asjatundlikud
        turvaline ohtlik meeldiv meeldivad ebameeldiv tubli tublid suurepärased perfektselt
        ideaalselt""",
    "fr": """rapide rapides rapidement lent lente lents lentes lentement cher chère chers chères
        aimable aimables agréable agréables désagréable compétent compétente compétents
        sympathique sympathiques souriant souriante souriants propre propres sale sales élevé
        élevés élevée élevées disponible disponibles facile faciles difficile difficiles
        serviable serviables parfaitement""",
    "zh": """快 慢 好吃 难吃 准时 及时 迅速 晚 久 贵 便宜 实惠 干净 脏 热情 冷淡 冷漠 耐心 不耐烦
        礼貌 友好 亲切 专业 方便 不便 麻烦 简单 复杂 清楚 混乱 安静 吵 舒服 舒适 新鲜 美味 可口
        油腻 咸 辣 淡 凉 冷 热 稳定 卡顿 卡 短 长 破 坏 破损 合理 恶劣 满 短 挤 拥挤 宽敞 漂亮
        好看 难看 流畅 顺利""",
}
JUDGING: Final = {language: frozenset(words.split()) for language, words in _LISTS.items()}


def is_judging(surface: str, language: str) -> bool:
    """A degree in front of a Chinese word is passed over: 很快, 太慢."""
    if language == "zh" and surface[:1] in "很太挺" and len(surface) > 1:
        surface = surface[1:]
    return surface in JUDGING.get(language, ())
