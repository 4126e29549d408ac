import ArgumentParser

/// The command `florin`.
@main
struct Florin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "florin",
        abstract: "A self-hosted crypto payment gateway that holds no key.",
        discussion: """
            Every option is also a key of the configuration file and a FLORIN_… variable.
            Exit status: 0 done, 64 usage, 65 bad input, 69 a service is out of reach, 70 our \
            fault, 78 configuration.
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, MerchantCommand.self, KeyCommand.self, WalletCommand.self,
            InvoiceCommand.self, SandboxCommand.self, DoctorCommand.self, MigrateCommand.self,
            RescanCommand.self, EventsCommand.self, AuditCommand.self, BackupCommand.self,
            UserCommand.self,
        ]
    )
}
