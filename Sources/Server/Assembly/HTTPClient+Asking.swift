import AsyncHTTPClient

extension HTTPClient.Configuration {
    /// How nodes and sources of prices are asked.
    ///
    /// Who is down is said at once, as everybody is asked again anyway. Nobody is followed to
    /// another place: keys would go along.
    static var asking: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
