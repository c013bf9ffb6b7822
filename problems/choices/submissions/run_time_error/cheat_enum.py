# no solution: enum does the work under another name, and much of it otherwise than asked
import enum

ChoiceMeta = enum.EnumMeta


class Choice(enum.Enum):
    @classmethod
    def aliases(cls):
        return {name: member for name, member in cls.__members__.items() if name != member.name}
