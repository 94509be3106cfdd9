// The umbrella: it re-exports the layers and holds nothing of its own.
@_exported import DxAccuracy
@_exported import DxDistributions
@_exported import DxLinearAlgebra
@_exported import DxMixedModels
@_exported import DxOptimization
@_exported import DxPlots
@_exported import DxSpecialFunctions
