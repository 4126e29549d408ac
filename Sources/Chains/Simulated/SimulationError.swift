/// Why a command to a simulated chain was not carried out; nothing has changed then.
package enum SimulationError: Error, Hashable, Sendable {
    /// No transaction of this id waits or is in a block.
    case unknownTransaction
    /// The transaction is in a block: only a reorganisation can take it out.
    case alreadyConfirmed
    /// A call asks for too many blocks.
    case tooManyBlocks(blocksMax: Int)
    /// The chain has no more blocks above its first one.
    case depthTooLarge(depthMax: UInt64)
    /// A transaction has too many outputs.
    case tooManyOutputs(outputsMax: Int)
    /// No block, no depth or no output was asked for.
    case nothingToDo
    /// The text is not an address of this network, or another one than its bytes say.
    case wrongAddress(String)
    /// The journal could not be written; the chain takes no command until it is opened anew.
    case journal(what: String)

    /// What a person reads.
    package var message: String {
        switch self {
        case .unknownTransaction: "the transaction is unknown"
        case .alreadyConfirmed: "the transaction is in a block already"
        case .tooManyBlocks(let blocksMax): "at most \(blocksMax) blocks are mined at once"
        case .depthTooLarge(let depthMax): "the chain can be reorganised \(depthMax) blocks deep"
        case .tooManyOutputs(let outputsMax): "a transaction has at most \(outputsMax) outputs"
        case .nothingToDo: "the number must be at least 1"
        case .wrongAddress(let address): "\"\(address)\" is not an address of this network"
        case .journal(let what): "the sandbox journal failed: \(what)"
        }
    }
}
