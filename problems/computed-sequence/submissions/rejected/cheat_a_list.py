# A cheat: a plain list with the name of the class, and a claim to be lazy.
class Computed(list):
    def __init__(self, length, function):
        super().__init__(function(number) for number in range(min(length, 1000)))
        self.length = length
