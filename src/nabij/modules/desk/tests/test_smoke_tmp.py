import pytest
from django.core.management import call_command
def test_it(db, staff, visitor):
    for who, paths in {
      "an": ["/werk","/werk/zoeken","/organisaties","/organisaties/conferentie","/organisaties/leiedal?op=2018-01-01","/beheer","/beheer/modules","/beheer/modules/meldpunt","/beheer/mensen"],
      "tine": ["/beheer","/beheer/organisatie/thema","/beheer/gezondheid","/beheer/vastgelopen","/beheer/controlelog","/beheer/mensen"],
    }.items():
        c = staff(who)
        for p in paths:
            from django.test.utils import CaptureQueriesContext
            from django.db import connection
            with CaptureQueriesContext(connection) as q:
                r = c.get(p)
            real=[x["sql"] for x in q.captured_queries if not x["sql"].startswith(("SAVEPOINT","RELEASE","ROLLBACK","SELECT set_config"))]
            print(who,p,r.status_code,len(r.content),len(real))
            if False:
                for x in real: print('   ',x[:150])
    for p in ["/","/contact","/toegankelijkheid","/zoeken","/zoeken?q=put","/zoeken?q=Hareelbeke","/zoeken?q=xyzzyq"]:
        r = visitor("spiere-helkijn").get(p); print(p,r.status_code,len(r.content))
    from django.test import Client
    c = Client(headers={"host":"localhost:8000"})
    for p in ["/","/aanmelden","/demo/","/demo/gateway"]:
        r=c.get(p); print(p,r.status_code,len(r.content))
