// Nothing but a target for the plugin to start from: it documents the targets
// that this one depends on.
@_exported import DxMeta
