import pytest
pytestmark = pytest.mark.django_db
def test_pages(staff, els, visitor):
    m = staff("marieke")
    for url in ["/dossier","/dossier/zoeken","/dossier/nieuw",f"/dossier/{els.wervik_ref}",f"/dossier/{els.wervik_ref}/bevindingen",f"/dossier/{els.wervik_ref}/gezin",f"/dossier/{els.wervik_ref}/aanvragen",f"/dossier/{els.wervik_ref}/logboek",f"/dossier/{els.wervik_ref}/meeneemmap",f"/dossier/aanvragen/{els.application}",f"/dossier/aanvragen/{els.application}/overdracht",f"/dossier/overdrachten/{els.at_wervik}",f"/dossier/aanvragen/{els.application}/ontvangen","/werk"]:
        r = m.get(url); print(url, r.status_code, len(r.content)); assert r.status_code==200, r.content.decode()[:3000]
    w = staff("wim")
    for url in [f"/dossier/overdrachten/{els.at_kortrijk}",f"/dossier/overdrachten/{els.at_kortrijk}/brief",f"/dossier/overdrachten/{els.at_kortrijk}/antwoorden",f"/dossier/overdrachten/{els.at_kortrijk}/keuze"]:
        r = w.get(url); print(url, r.status_code, len(r.content)); assert r.status_code==200, r.content.decode()[:3000]
    r = visitor("deerlijk").get("/meeneemmap"); assert r.status_code==200
    b = staff("bart","wervik").get("/dossier"); print(b.status_code, "vinden we niet" in b.content.decode())
    b = staff("bart","ocmw-wervik").get("/dossier/cijfers"); print(b.status_code, "minder dan 10" in b.content.decode())
    b = staff("bart","ocmw-wervik").get("/dossier"); print(b.status_code)
