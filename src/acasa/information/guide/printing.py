def page_pdf(publication, context, *, beside):
    raise NotImplementedError
