# The famous short one: attributes and items are one dictionary, so that the key "items" hides the method.
class Record(dict):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.__dict__ = self

    def to_dict(self):
        return dict(self)
