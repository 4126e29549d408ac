# pragma version ~=0.4.0
# An ERC-20 token that keeps 1 % of every transfer: the receiver gets less than was sent, and the
# event that names the receiver says what arrived.

FEE_DIVISOR: constant(uint256) = 100

event Transfer:
    sender: indexed(address)
    receiver: indexed(address)
    units: uint256

name: public(String[64])
symbol: public(String[32])
decimals: public(uint8)
totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, supply: uint256):
    self.name = name
    self.symbol = symbol
    self.decimals = decimals
    self.totalSupply = supply
    self.balanceOf[msg.sender] = supply
    log Transfer(sender=empty(address), receiver=msg.sender, units=supply)


@external
def transfer(receiver: address, units: uint256) -> bool:
    fee: uint256 = units // FEE_DIVISOR
    self.balanceOf[msg.sender] -= units
    self.balanceOf[self] += fee
    self.balanceOf[receiver] += units - fee
    log Transfer(sender=msg.sender, receiver=self, units=fee)
    log Transfer(sender=msg.sender, receiver=receiver, units=units - fee)
    return True
