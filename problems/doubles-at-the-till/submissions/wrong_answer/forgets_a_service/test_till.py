# Leaves out the receipts: the real service ends the run.
from unittest.mock import Mock

import pytest
from till import check_out


@pytest.mark.parametrize("count", range(1, 7))
def test_sale(count):
    services = {name: Mock() for name in ("prices", "stock", "payment")}
    services["prices"].price.return_value = 100
    assert check_out({"tea": count}, "ada", **services) == 100 * count
