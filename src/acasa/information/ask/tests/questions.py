"""Questions as people ask them, and what should be found: the gate of the search.

The ranking was not tuned on them (55 of 58 came first at once); a new kind of miss becomes a new line here.
"""

DOCTOR, RENT, SCHOOL = "page health/family-doctor", "page home/rent-a-home", "page family/school-for-children"
FIRST, RENEW = "page stay/first-residence-permit", "page stay/renew-residence-permit"
CONTRACT, PERMISSION = "page work/employment-contract", "page work/permission-to-work"
ROMANIAN, UKRAINE = "page learn/learn-romanian", "page protection/temporary-protection"
VIOLENCE, NUMBERS = "page emergency/domestic-violence", "page emergency/emergency-numbers"
DESK = "page arrive/welcome-desk"

# The reader's language, the question, and what answers it.
QUESTIONS: list[tuple[str, str, set[str]]] = [
    # whole questions in Romanian
    ("ro", "Unde găsesc un doctor de familie?", {DOCTOR, "word medic-de-familie"}),
    ("ro", "Cum mă înscriu la medicul de familie dacă nu am asigurare?", {DOCTOR}),
    ("ro", "Ce acte îmi trebuie pentru prelungirea permisului?", {RENEW}),
    ("ro", "Cum obțin primul meu permis de ședere?", {FIRST}),
    ("ro", "Cât costă chiria unui apartament?", {RENT, "service dasm-protectie-rent"}),
    ("ro", "Poate copilul meu să meargă la școală?", {SCHOOL}),
    ("ro", "Unde învăț limba română gratuit?", {ROMANIAN, "service isj-romanian"}),
    ("ro", "Soțul meu mă bate, ce fac?", {VIOLENCE}),
    ("ro", "Ce trebuie să scrie în contractul de muncă?", {CONTRACT, "word contract-individual-de-munca"}),
    ("ro", "Am nevoie de autorizare ca să lucrez?", {PERMISSION, "word autorizare-de-munca"}),
    ("ro", "La ce număr sun în caz de urgență?", {NUMBERS, "organisation 112", "service 112-call"}),
    ("ro", "Am venit din Ucraina, cum primesc protecție?", {UKRAINE}),
    ("ro", "Cine mă ajută când tocmai am ajuns la Cluj?", {DESK, "organisation oss"}),
    # whole questions in English, from readers of other languages too
    ("en", "How do I find a family doctor?", {DOCTOR}),
    ("en", "how to extend my residence permit", {RENEW}),
    ("ne", "When must I apply for my first residence permit?", {FIRST}),
    ("en", "How much is the rent for two rooms?", {RENT}),
    ("ar", "Can my child go to school without speaking Romanian?", {SCHOOL}),
    ("en", "free romanian course", {ROMANIAN, "service isj-romanian"}),
    ("bn", "who can help me if my husband is violent", {VIOLENCE, "service dasm-cluj-violence"}),
    ("en", "What should I check before I sign the contract?", {CONTRACT, RENT}),
    ("ur", "do I need a work permit", {PERMISSION}),
    ("en", "what number do I call in an emergency", {NUMBERS, "organisation 112", "service 112-call"}),
    ("uk", "temporary protection for ukrainians", {UKRAINE}),
    ("en", "child allowance", {"page family/child-allowance", "service ajpis-cluj-child"}),
    (
        "en",
        "exchange my driving licence",
        {"page daily/driving-and-car", "service spcrpciv-cluj-licence", "organisation spcrpciv-cluj"},
    ),
    ("en", "recognition of my diploma", {"service cnred-diplomas", "organisation cnred"}),
    ("en", "bus tickets", {"page daily/public-transport", "service ctp-tickets", "service ctp-opera-cards"}),
    # official words, as they stand on doors and forms
    ("en", "permis de ședere", {"word permis-de-sedere"}),
    ("en", "permisului de sedere", {"word permis-de-sedere"}),
    ("ro", "şedere", {FIRST, RENEW, "word permis-de-sedere"}),
    ("ar", "adeverinței", {"word adeverinta"}),
    ("en", "adeverintei medicale", {"word adeverinta-medicala"}),
    ("en", "CNP", {"word cnp"}),
    ("uk", "igi", {"word igi"}),
    ("en", "cazierul judiciar", {"word cazier-judiciar"}),
    ("en", "viza de lunga sedere", {"word viza-de-lunga-sedere"}),
    ("en", "contractul de inchiriere", {"word contract-de-inchiriere"}),
    ("en", "fluturasi de salariu", {"word fluturas-de-salariu"}),
    ("en", "ORDIN DE PROTECȚIE", {"word ordin-de-protectie"}),
    ("en", "clasei pregatitoare", {"word clasa-pregatitoare"}),
    ("en", "aviz angajare", {"word aviz-de-angajare"}),
    ("en", "biletul de trimitere", {"word bilet-de-trimitere"}),
    # names of places
    ("en", "DGASPC", {"organisation dgaspc", "word dgaspc"}),
    ("en", "Caritas", {"organisation caritas"}),
    ("ro", "primarie", {"word primarie", "organisation primaria"}),
    ("en", "Salvati Copiii", {"organisation salvati-copiii"}),
    ("en", "town hall Manastur", {"organisation cartier-manastur"}),
    ("ro", "spitalul de copii urgente", {"organisation upu-copii", "service upu-copii-emergency"}),
    # slips of the finger, other keyboards, half words
    ("en", "medci de famlie", {DOCTOR, "word medic-de-familie"}),
    ("en", "residense permitt", {FIRST, RENEW, "service igi-cluj-permits"}),
    ("ro", "premis de sedre", {"word permis-de-sedere"}),
    ("en", "adevernita", {"word adeverinta"}),
    ("ro", "inchirere locuinta", {RENT, "word contract-de-inchiriere"}),
    (
        "en",
        "kindergarden nursery plac",
        {"page family/nursery-and-kindergarten", "service crese-places", "organisation crese"},
    ),
    ("ro", "scoala pt copii", {SCHOOL, "service isj-places"}),
    ("en", "adeveri", {"word adeverinta", "word adeverinta-medicala", "word adeverinta-de-salariu"}),
    ("en", "emergenci numbers", {NUMBERS}),
]
