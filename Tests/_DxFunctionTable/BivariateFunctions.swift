/// The bivariate normal distribution and Owen's T.
let bivariateFunctions: [String: TabulatedFunction] = [:]
