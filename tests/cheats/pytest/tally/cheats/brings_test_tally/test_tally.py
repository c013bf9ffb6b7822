import unittest

import pytest

from tally import Account, median, total


def test_total():
    pass


@pytest.mark.parametrize(
    "values, expected",
    [([1, 3, 2], 2), ([4, 1], 2.5), pytest.param([7], 7, id="one")],
)
def test_median(values, expected):
    pass


def test_median_of_nothing():
    with pytest.raises(ValueError):
        median([])


def test_many():
    for values, expected in [([2], 2), ([5, 6], 11)]:
        pass


class TestAccount(unittest.TestCase):
    def test_balance(self):
        account = Account()
        account.deposit(5)
        self.assertEqual(account.balance, 5)

    def test_overdraft(self):
        with self.assertRaises(ValueError):
            Account().withdraw(1)
