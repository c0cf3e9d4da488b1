"""The replies that Likely brings: a start for each group of scores, to be made one's own before it is sent.

They promise nothing that nobody has decided, and ask for no better score.
"""

from collections.abc import Mapping
from typing import Final

# language -> group -> (subject, body)
STARTERS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "en": {
        "detractor": (
            "About what you told us",
            "Hello {name},\n\nthank you for telling us plainly.\n\nYou wrote: “{comment}”\n\nI am sorry "
            "that it went this way. I would like to understand what happened and put it right. Could you "
            "tell me when it was, and what would help you most now? A reply to this message reaches me.\n\n"
            "{agent}\n{sender}",
        ),
        "passive": (
            "What would have made it better?",
            "Hello {name},\n\nthank you for your answer.\n\nYou wrote: “{comment}”\n\nWhat would we have to "
            "change for you to recommend us gladly? A reply to this message reaches me.\n\n{agent}\n{sender}",
        ),
        "promoter": (
            "Thank you",
            "Hello {name},\n\nthank you for your kind answer. It reached the people who did the work, and "
            "they were glad.\n\n{agent}\n{sender}",
        ),
    },
    "et": {
        "detractor": (
            "Teie tagasisidest",
            "Tere, {name}!\n\nAitäh, et ütlesite ausalt.\n\nTe kirjutasite: „{comment}“\n\nMul on kahju, et "
            "nii läks. Tahaksin aru saada, mis juhtus, ja selle korda teha. Kas ütleksite, millal see oli ja "
            "mis Teid praegu kõige rohkem aitaks? Vastus sellele sõnumile jõuab minuni.\n\n{agent}\n{sender}",
        ),
        "passive": (
            "Mis oleks teinud paremaks?",
            "Tere, {name}!\n\nAitäh vastuse eest.\n\nTe kirjutasite: „{comment}“\n\nMida peaksime muutma, et "
            "soovitaksite meid hea meelega? Vastus sellele sõnumile jõuab minuni.\n\n{agent}\n{sender}",
        ),
        "promoter": (
            "Aitäh",
            "Tere, {name}!\n\nAitäh lahkete sõnade eest. Need jõudsid inimesteni, kes töö ära tegid, ja nad "
            "rõõmustasid.\n\n{agent}\n{sender}",
        ),
    },
    "zh": {
        "detractor": (
            "关于您的反馈",
            "{name}，您好：\n\n感谢您坦率地告诉我们。\n\n您写道：“{comment}”\n\n给您带来这样的体验，我很抱歉。"
            "我想了解事情的经过并尽力补救。能否告诉我是什么时候发生的，现在怎样做对您最有帮助？直接回复这条消息"
            "即可联系到我。\n\n{agent}\n{sender}",
        ),
        "passive": (
            "怎样才能做得更好？",
            "{name}，您好：\n\n感谢您的回答。\n\n您写道：“{comment}”\n\n我们要改进什么，您才会乐意推荐我们？"
            "直接回复这条消息即可联系到我。\n\n{agent}\n{sender}",
        ),
        "promoter": (
            "谢谢您",
            "{name}，您好：\n\n感谢您的肯定。您的话已转达给为您服务的同事，他们都很高兴。\n\n{agent}\n{sender}",
        ),
    },
}
