# pragma version ~=0.4.0
# An ERC-20 token as most are: `transfer` moves exactly what it is told, or fails.

event Transfer:
    sender: indexed(address)
    receiver: indexed(address)
    units: uint256

event Approval:
    owner: indexed(address)
    spender: indexed(address)
    units: uint256

name: public(String[64])
symbol: public(String[32])
decimals: public(uint8)
totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])


@deploy
def __init__(name: String[64], symbol: String[32], decimals: uint8, supply: uint256):
    self.name = name
    self.symbol = symbol
    self.decimals = decimals
    self.totalSupply = supply
    self.balanceOf[msg.sender] = supply
    log Transfer(sender=empty(address), receiver=msg.sender, units=supply)


@internal
def _move(sender: address, receiver: address, units: uint256):
    self.balanceOf[sender] -= units
    self.balanceOf[receiver] += units
    log Transfer(sender=sender, receiver=receiver, units=units)


@external
def transfer(receiver: address, units: uint256) -> bool:
    self._move(msg.sender, receiver, units)
    return True


@external
def approve(spender: address, units: uint256) -> bool:
    self.allowance[msg.sender][spender] = units
    log Approval(owner=msg.sender, spender=spender, units=units)
    return True


@external
def transferFrom(sender: address, receiver: address, units: uint256) -> bool:
    self.allowance[sender][msg.sender] -= units
    self._move(sender, receiver, units)
    return True


# Several transfers in one transaction, as exchanges and payroll contracts make them.
@external
def transferMany(receivers: DynArray[address, 100], units: DynArray[uint256, 100]) -> bool:
    assert len(receivers) == len(units)
    for i: uint256 in range(len(receivers), bound=100):
        self._move(msg.sender, receivers[i], units[i])
    return True
