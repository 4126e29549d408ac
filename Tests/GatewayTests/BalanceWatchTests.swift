import Chains
import Keys
import Logging
import Payments
import Storage
import Synchronization
import Testing

@testable import Gateway

/// Money that shows in balances and in no block.
@Suite(.timeLimit(.minutes(1)))
struct BalanceWatchTests {
    /// A network of blocks without transfers, whose balances a test sets.
    private final class HiddenPayments: BalanceSource {
        struct State {
            var height: UInt64 = 1
            /// Balances from a height on, by account.
            var balances: [[UInt8]: [(from: UInt64, units: UInt128)]] = [:]
            var isForgetful = false
        }

        let network = NetworkID("ethereum")
        let state = Mutex(State())

        private func id(_ height: UInt64) -> BlockID {
            BlockID(height: height, hash: "hidden-\(height)")
        }

        func update(
            after cursor: ChainCursor?,
            watching: @Sendable () async throws -> WatchedSet
        ) async throws -> ChainUpdate {
            _ = try await watching()
            let height = state.withLock { $0.height }
            let first = (cursor?.last.height ?? height) + 1
            let blocks = (first..<max(first, height + 1)).map { height in
                ChainUpdate.Block(
                    id: id(height),
                    parentHash: id(height - 1).hash,
                    time: GatewayFixture.start,
                    transfers: []
                )
            }
            return ChainUpdate(connected: blocks, tip: id(height))
        }

        func block(at height: UInt64) async throws -> BlockID? { id(height) }

        func status() async throws -> ChainStatus {
            ChainStatus(chainName: "1", height: 1, isSyncing: false, clockOffsetSeconds: nil)
        }

        func balances(of accounts: [[UInt8]], at height: UInt64) async throws -> [UInt128?] {
            state.withLock { state in
                if state.isForgetful, height < state.height { return accounts.map { _ in nil } }
                return accounts.map { account in
                    state.balances[account]?.last { $0.from <= height }?.units ?? 0
                }
            }
        }

        func internalTransfers(
            to accounts: [WaitingAccount],
            at block: BlockID
        ) async throws -> [Transfer] {
            let held = try await balances(of: accounts.map(\.matchBytes), at: block.height)
            return zip(accounts, held).compactMap { account, units in
                guard let units, units > account.received else { return nil }
                return Transfer(
                    id: Transfer.ID(network: network, txid: block.hash, index: 1),
                    address: account.address,
                    amount: Amount(
                        units: units - account.received,
                        of: Asset(ticker: "ETH", decimals: 18)
                    )
                )
            }
        }
    }

    private struct World {
        let fixture: EthereumFixture
        let source: HiddenPayments
        let watcher: ChainWatcher
        let account: [UInt8]
        let invoice: InvoiceID

        /// An invoice in ether, issued when the network was read to height 1.
        init(held: UInt128 = 0, isForgetful: Bool = false) async throws {
            source = HiddenPayments()
            fixture = try await EthereumFixture()
            watcher = ChainWatcher(
                fixture.gateway,
                source: source,
                health: NetworkHealth(),
                bell: Bell()
            )
            let opened = try await fixture.open(after: watcher)
            account = opened.account
            invoice = opened.invoice
            let account = account
            source.state.withLock { state in
                state.isForgetful = isForgetful
                if held > 0 { state.balances[account] = [(0, held)] }
            }
        }

        func holds(_ units: UInt128) {
            source.state.withLock { state in
                state.height += 1
                state.balances[account, default: []].append((state.height, units))
            }
        }

        func seen() async throws -> Standing.Level {
            _ = try await watcher.step()
            _ = try await watcher.step()
            return try await fixture.level(of: invoice)
        }
    }

    private static let due: UInt128 = 10_000_000_000_000_000

    @Test func `what a contract pays is found, once`() async throws {
        let world = try await World()
        #expect(try await world.seen() == .unpaid)
        world.holds(Self.due)
        #expect(try await world.seen() == .paid)
        world.holds(Self.due)
        #expect(try await world.seen() == .paid)
    }

    @Test func `what an address held before it was issued pays for nothing`() async throws {
        let world = try await World(held: 5 * Self.due)
        #expect(try await world.seen() == .unpaid)
        world.holds(6 * Self.due)
        #expect(try await world.seen() == .paid)
    }

    @Test func `where the server forgot the past, the present counts as the past`() async throws {
        let world = try await World(held: 5 * Self.due, isForgetful: true)
        world.holds(6 * Self.due)
        #expect(try await world.seen() == .unpaid)
        world.holds(7 * Self.due)
        #expect(try await world.seen() == .paid)
    }

    @Test func `what is moved away takes nothing back`() async throws {
        let world = try await World()
        _ = try await world.seen()
        world.holds(Self.due)
        #expect(try await world.seen() == .paid)
        world.holds(0)
        #expect(try await world.seen() == .paid)
    }
}
