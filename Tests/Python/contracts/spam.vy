# pragma version ~=0.4.0
# Says whatever it is told. Its events look like a token's, and there is no balance behind them.

event Transfer:
    sender: indexed(address)
    receiver: indexed(address)
    units: uint256

name: public(String[64])
symbol: public(String[32])
decimals: public(uint8)


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8):
    self.name = name
    self.symbol = symbol
    self.decimals = decimals


# The event of a transfer that never was, as often as wanted.
@external
def fake(sender: address, receiver: address, units: uint256, count: uint256):
    for i: uint256 in range(count, bound=10000):
        log Transfer(sender=sender, receiver=receiver, units=units)


# An event with any topics, from none to four, and any data.
@external
def odd(topics: DynArray[bytes32, 4], data: Bytes[1024]):
    n: uint256 = len(topics)
    if n == 0:
        raw_log([], data)
    elif n == 1:
        raw_log([topics[0]], data)
    elif n == 2:
        raw_log([topics[0], topics[1]], data)
    elif n == 3:
        raw_log([topics[0], topics[1], topics[2]], data)
    else:
        raw_log([topics[0], topics[1], topics[2], topics[3]], data)
