/// Distributions of counts without a non-central parameter.
let countFunctions: [String: TabulatedFunction] = [:]
