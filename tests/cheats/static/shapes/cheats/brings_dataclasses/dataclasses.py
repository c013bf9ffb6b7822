def dataclass(**options):
    def change(kind):
        kind.__init__ = lambda self, x, y=0.0: self.__dict__.update(x=x, y=y)
        return kind

    return change
