#ifndef DXMETA_CDXLAPACKE_H
#define DXMETA_CDXLAPACKE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Whether a BLAS was compiled in (trait OpenBLAS).
int32_t dxmeta_blas_is_available(void);

#ifdef __cplusplus
}
#endif
#endif
