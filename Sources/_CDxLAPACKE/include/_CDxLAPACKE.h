// The routines of BLAS and LAPACK that DxLinearAlgebra uses, with plain C
// types whichever library stands behind them. Matrices are column-major and
// symmetric or triangular ones are given by their lower triangle. Without a
// BLAS (trait OpenBLAS off) every routine returns DXMETA_NO_BLAS.
#ifndef DXMETA_CDXLAPACKE_H
#define DXMETA_CDXLAPACKE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// How the library behind the shim runs.
enum {
  DXMETA_BLAS_ABSENT = 0,
  // No threads, and two callers at once corrupt each other's results: calls
  // are serialised by the shim.
  DXMETA_BLAS_SERIAL = 1,
  DXMETA_BLAS_THREADS = 2,
  DXMETA_BLAS_OPENMP = 3,
  DXMETA_BLAS_ACCELERATE = 4,
};

// The status of a routine that was left out of the build.
enum { DXMETA_NO_BLAS = -1000 };

int32_t dxmeta_blas_kind(void);

// The number of threads the library will use, or 0 if it does not say.
int32_t dxmeta_blas_thread_count(void);

// Copies the library's description of itself, cut to size and terminated.
void dxmeta_blas_description(char *buffer, int32_t size);

// C = alpha op(A) op(B) + beta C; a transpose flag is 0 or 1.
int32_t dxmeta_dgemm(
    int32_t transpose_a, int32_t transpose_b, int32_t m, int32_t n, int32_t k,
    double alpha, const double *a, int32_t lda, const double *b, int32_t ldb,
    double beta, double *c, int32_t ldc);

// The lower triangle of C = A Aᵀ (transpose 0) or Aᵀ A (1), of order n.
int32_t dxmeta_dsyrk(
    int32_t transpose, int32_t n, int32_t k, const double *a, int32_t lda,
    double *c, int32_t ldc);

// C = A B for a symmetric A of order m and an m by n matrix B.
int32_t dxmeta_dsymm(
    int32_t m, int32_t n, const double *a, int32_t lda, const double *b,
    int32_t ldb, double *c, int32_t ldc);

// Solves L X = B (transpose 0) or Lᵀ X = B (1) in place.
int32_t dxmeta_dtrsm(
    int32_t transpose, int32_t m, int32_t n, const double *a, int32_t lda,
    double *b, int32_t ldb);

// The LAPACK routines of these names; they return LAPACK's info.
int32_t dxmeta_dpotrf(int32_t n, double *a, int32_t lda);
int32_t dxmeta_dpotri(int32_t n, double *a, int32_t lda);
int32_t dxmeta_dgeqp3(
    int32_t m, int32_t n, double *a, int32_t lda, int32_t *jpvt, double *tau,
    double *work, int32_t lwork);
int32_t dxmeta_dormqr(
    int32_t transpose, int32_t m, int32_t n, int32_t k, const double *a,
    int32_t lda, const double *tau, double *c, int32_t ldc, double *work,
    int32_t lwork);
int32_t dxmeta_dsyevd(
    int32_t n, double *a, int32_t lda, double *w, double *work, int32_t lwork,
    int32_t *iwork, int32_t liwork);

#ifdef __cplusplus
}
#endif
#endif
