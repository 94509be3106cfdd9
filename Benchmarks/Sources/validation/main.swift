// Compares this package with reference optima and with what other programs
// give, and prints Docs/Validation.md.

import DxMeta

let sections = [
  introduction,
  """
  ## Binomial likelihood

  \(binomialText)

  \(try BinomialSection().text)
  """,
  """
  ## Laplace's approximation

  \(laplaceText)

  \(try LaplaceSection().text)
  """,
  """
  ## Published tables of metandi

  \(metandiText)

  \(try MetandiSection().text)
  """,
  """
  ## Restricted maximum likelihood

  \(try LikelihoodSection(.restrictedMaximumLikelihood).text)
  """,
  """
  ## Maximum likelihood

  \(try LikelihoodSection(.maximumLikelihood).text)
  """,
  """
  ## Fixed effect and moments

  \(closedFormText)

  \(try ClosedFormSection().text)
  """,
  """
  ## Derived quantities

  \(derivedText)

  \(try DerivedSection().text)
  """,
  """
  ## Two normal outcomes with regressors

  \(regressionText)

  \(try RegressionSection().text)
  """,
  """
  ## Simulated reviews

  \(simulatedText)

  \(try SimulatedSection().text)

  \(simulatedPeersText)
  """,
  """
  ## Simulated reviews, binomial likelihood

  \(simulatedBinomialText)

  \(try SimulatedBinomialSection().text)
  """,
  """
  ## Edge cases

  \(edgeCaseText)

  \(try EdgeCaseSection().text)
  """,
]
print(sections.joined(separator: "\n\n"))
