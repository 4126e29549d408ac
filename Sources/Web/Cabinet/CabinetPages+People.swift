extension CabinetPages {
    /// The pages about whoever signs in.
    static let peopleTemplates: [(name: String, source: [UInt8])] = [
        ("sign-in", PackageResources.sign_in_mustache),
        ("sign-in-code", PackageResources.sign_in_code_mustache),
        ("start", PackageResources.start_mustache),
        ("start-code", PackageResources.start_code_mustache),
        ("second-factor", PackageResources.second_factor_mustache),
        ("recovery-codes", PackageResources.recovery_codes_mustache),
        ("account", PackageResources.account_mustache),
        ("account-factor", PackageResources.account_factor_mustache),
        ("users", PackageResources.users_mustache),
        ("user", PackageResources.user_mustache),
        ("user-link", PackageResources.user_link_mustache),
        ("merchants", PackageResources.merchants_mustache),
        ("merchant-keys", PackageResources.merchant_keys_mustache),
        ("installation", PackageResources.installation_mustache),
    ]
}
