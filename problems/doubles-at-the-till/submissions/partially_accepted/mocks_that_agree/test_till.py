# Mocks that say yes to everything: only sums and the sale that goes well are tested.
from unittest.mock import Mock

import pytest
from till import check_out


@pytest.mark.parametrize("count", range(1, 7))
def test_sale(count):
    services = {name: Mock() for name in ("prices", "stock", "payment", "receipts")}
    services["prices"].price.return_value = 100
    assert check_out({"tea": count}, "ada", **services) == 100 * count
    services["payment"].pay.assert_called_once_with("ada", 100 * count)
    services["receipts"].send.assert_called_once()
