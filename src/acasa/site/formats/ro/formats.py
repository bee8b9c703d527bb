"""Days and hours as people type them in Romanian; how they are shown is Django's own form."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"]
DATETIME_INPUT_FORMATS = [
    f"{day}{between}%H{mark}%M"
    for day in ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
    for between in (" ", ", ")
    for mark in (":", ".")
]
