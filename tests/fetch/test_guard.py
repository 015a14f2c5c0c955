import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.guard import is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "255.255.255.255", "224.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2001:db8::1", "64:ff9b::7f00:1", "", "host",
    ],
)  # fmt: skip
def test_addresses_of_machines_homes_and_offices_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "202.108.22.5", "2400:3200::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_written_in_the_other_family_is_judged_as_the_same(address):
    assert not is_public(f"::ffff:{address}") or is_public(str(address))
