/// Non-central and hypergeometric distributions.
let noncentralFunctions: [String: TabulatedFunction] = [:]
