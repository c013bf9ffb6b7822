"""Commands on standard input."""
import sys

from domain.order import Order
from service.checkout import Checkout


def run(checkout: Checkout) -> None:
    for line in sys.stdin:
        name, cents = line.split()
        checkout.place(Order(name, int(cents)))
