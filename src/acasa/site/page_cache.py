class PageCache:
    def __init__(self, app): self.app=app
    def __call__(self, e, s): return self.app(e,s)
