"""News and notices of the story. Spiere-Helkijn makes its notices known in Dutch, then in French."""

from __future__ import annotations

from .actions import news
from .actions.news import Words
from .models import NewsItem

PRUNING = Words(
    "Omhaling van snoeihout op 12 april",
    "Op maandag 12 april halen wij snoeihout op.\nBind de takken samen. Leg ze voor 6 uur langs de straat.\n"
    "- Bussels van hoogstens 1,5 meter\n- Geen wortels en geen aarde\nVraag de ophaling ten laatste op donderdag 8 april aan.",
    "Collecte des branches le 12 avril",
    "Le lundi 12 avril, nous collectons les branches.\nLiez-les en fagots. Déposez-les le long de la rue avant 6 h.\n"
    "- Fagots de 1,5 mètre au plus\n- Ni racines ni terre\nDemandez la collecte au plus tard le jeudi 8 avril.",
)
STORM = Words(
    "Opruimen na de storm",
    "In het paasweekend waaiden er takken op de weg. Onze ploegen ruimen ze deze week op.\n"
    "Ligt er nog iets gevaarlijks? Meld het ons of bel.",
    "Nettoyage après la tempête",
    "Pendant le week-end de Pâques, des branches sont tombées sur la route. Nos équipes les enlèvent cette semaine.\n"
    "Un danger subsiste ? Signalez-le ou appelez-nous.",
)


def tell(slug: str, organisation_id: int) -> None:
    """Two published items per site; a draft in Kuurne."""
    both = slug == "spiere-helkijn"
    for words, kind in ((PRUNING, NewsItem.Kind.NOTICE), (STORM, NewsItem.Kind.NEWS)):
        given = words if both else Words(words.title_nl, words.body_nl)
        news.publish(item_id=news.write(organisation_id=organisation_id, words=given, kind=kind).id)
    if slug == "kuurne":
        text = "Op zaterdag 10 april is het lentemarkt op de markt van Kuurne.\nU vindt er planten, brood en kaas van bij ons."
        news.write(organisation_id=organisation_id, words=Words("Lentemarkt op 10 april", text))
