# Expects the goods back when only the receipt failed.
from unittest.mock import Mock

import pytest
from till import check_out


@pytest.mark.parametrize("count", range(1, 7))
def test_no_receipt(count):
    services = {name: Mock() for name in ("prices", "stock", "payment", "receipts")}
    services["prices"].price.return_value = 100
    services["receipts"].send.side_effect = OSError
    with pytest.raises(OSError):
        check_out({"tea": count}, "ada", **services)
    services["stock"].put_back.assert_called_once_with("tea", count)
