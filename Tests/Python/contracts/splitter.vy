# pragma version ~=0.4.0
# Sends the value of a call on to others. No transaction is addressed to them and no event names
# them, as with payments from exchanges' batches and smart wallets: only their balance grows.


@external
@payable
def pay(receivers: DynArray[address, 100], units: DynArray[uint256, 100]):
    assert len(receivers) == len(units)
    for i: uint256 in range(len(receivers), bound=100):
        raw_call(receivers[i], b"", value=units[i])


# The same with one receiver, undone at the end: the transaction fails and nothing has moved.
@external
@payable
def payAndFail(receiver: address):
    raw_call(receiver, b"", value=msg.value)
    raise "undone"


# Pays and fails inside a call whose failure is swallowed: the transaction succeeds, and still
# nothing has moved to the receiver.
@external
@payable
def payInVain(receiver: address):
    done: bool = raw_call(
        self,
        abi_encode(receiver, method_id=method_id("payAndFail(address)")),
        value=msg.value,
        revert_on_failure=False,
    )
