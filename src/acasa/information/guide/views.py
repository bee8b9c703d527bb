def preview(request, page, mode):
    raise NotImplementedError
