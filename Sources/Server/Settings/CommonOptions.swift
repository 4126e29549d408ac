import ArgumentParser
import Configuration

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The data directory (default ./florin-data).")
    var data: String?

    @Option(help: "The database: sqlite:PATH (default: florin.db in the data directory).")
    var database: String?

    @Option(help: "The configuration file (JSON).")
    var config: String?

    @Flag(help: "Print one JSON object and nothing else.")
    var json = false

    /// What was given on the command line, as configuration keys.
    var given: [AbsoluteConfigKey: ConfigValue] {
        var given: [AbsoluteConfigKey: ConfigValue] = [:]
        if let data { given[["data"]] = ConfigValue(.string(data), isSecret: false) }
        if let database { given[["database"]] = ConfigValue(.string(database), isSecret: false) }
        if let config { given[["config"]] = ConfigValue(.string(config), isSecret: false) }
        return given
    }
}
