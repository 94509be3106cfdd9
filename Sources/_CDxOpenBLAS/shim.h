// Empty on purpose: this target carries pkg-config's flags and the names of
// the system packages; what is called from Swift stands in _CDxLAPACKE.
