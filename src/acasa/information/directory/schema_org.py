def schema_org_script(card, readings, url):
    return ""
