#include "_CDxLAPACKE.h"

int32_t dxmeta_blas_is_available(void) {
#ifdef DXMETA_BLAS
  return 1;
#else
  return 0;
#endif
}
