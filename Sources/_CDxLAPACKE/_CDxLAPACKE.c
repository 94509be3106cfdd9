#include "_CDxLAPACKE.h"

#include <stddef.h>

// DXMETA_HAVE_BLAS is defined only where the headers are there, so that a
// missing one gives the #error below and no second message.
#if defined(DXMETA_BLAS) && defined(__APPLE__)
#  include <Accelerate/Accelerate.h>
#  define DXMETA_HAVE_BLAS 1
#elif defined(DXMETA_BLAS)
#  if __has_include(<cblas.h>) && __has_include(<lapacke.h>)
#    include <cblas.h>
#    include <lapacke.h>
#    include <pthread.h>
#    include <string.h>
#    define DXMETA_HAVE_BLAS 1
#  else
#    error "swift-dxmeta: the package trait 'OpenBLAS' is on, but <cblas.h> or <lapacke.h> was not found. Install both (apt-get install libopenblas-dev liblapacke-dev), or turn the trait off: `swift build --disable-default-traits`, or `.package(..., traits: [])` in the package that depends on this one."
#  endif
#endif

#ifdef DXMETA_HAVE_BLAS

#  ifdef __APPLE__

// Accelerate has LAPACK's Fortran interface: arguments by address, the status
// last. It is safe to call from several threads.
#    define IN(argument) &(argument)
#    define LAPACK(status, name, ...) name##_(__VA_ARGS__, &status)

static void enter(void) {}
static void leave(void) {}

int32_t dxmeta_blas_kind(void) { return DXMETA_BLAS_ACCELERATE; }
int32_t dxmeta_blas_thread_count(void) { return 0; }

void dxmeta_blas_description(char *buffer, int32_t size) {
  if (size > 0) strlcpy(buffer, "Accelerate", (size_t)size);
}

#  else

// The `_work` level of LAPACKE neither allocates nor scans for NaN; both are
// done, once, in Swift.
#    define IN(argument) (argument)
#    define LAPACK(status, name, ...) \
       status = LAPACKE_##name##_work(LAPACK_COL_MAJOR, __VA_ARGS__)

// Weak, because another implementation of <cblas.h> has none of them.
extern int openblas_get_parallel(void) __attribute__((weak));
extern int openblas_get_num_threads(void) __attribute__((weak));
extern char *openblas_get_config(void) __attribute__((weak));

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int32_t dxmeta_blas_kind(void) {
  // A library that does not say is treated with the same caution.
  int parallel = openblas_get_parallel ? openblas_get_parallel() : 0;
  return parallel == 0   ? DXMETA_BLAS_SERIAL
         : parallel == 2 ? DXMETA_BLAS_OPENMP
                         : DXMETA_BLAS_THREADS;
}

// OpenBLAS built without threads shares its work memory between callers
// without a lock, and then returns wrong numbers.
static void enter(void) {
  if (dxmeta_blas_kind() == DXMETA_BLAS_SERIAL) pthread_mutex_lock(&mutex);
}

static void leave(void) {
  if (dxmeta_blas_kind() == DXMETA_BLAS_SERIAL) pthread_mutex_unlock(&mutex);
}

int32_t dxmeta_blas_thread_count(void) {
  return openblas_get_num_threads ? openblas_get_num_threads() : 0;
}

void dxmeta_blas_description(char *buffer, int32_t size) {
  if (size <= 0) return;
  // OpenBLAS composes the text in a static buffer.
  pthread_mutex_lock(&mutex);
  strncpy(
      buffer, openblas_get_config ? openblas_get_config() : "",
      (size_t)size - 1);
  pthread_mutex_unlock(&mutex);
  buffer[size - 1] = 0;
}

#  endif

// Runs a call that returns nothing, or one of LAPACK that sets a status.
#  define BLAS_CALL(call) \
     enter();             \
     call;                \
     leave();             \
     return 0
#  define LAPACK_CALL(...)       \
     int32_t status = 0;         \
     enter();                    \
     LAPACK(status, __VA_ARGS__); \
     leave();                    \
     return status

#else

// The arguments go unused.
#  define BLAS_CALL(call) return DXMETA_NO_BLAS
#  define LAPACK_CALL(...) return DXMETA_NO_BLAS

int32_t dxmeta_blas_kind(void) { return DXMETA_BLAS_ABSENT; }
int32_t dxmeta_blas_thread_count(void) { return 0; }

void dxmeta_blas_description(char *buffer, int32_t size) {
  if (size > 0) buffer[0] = 0;
}

#endif

#define TRANSPOSE(flag) ((flag) ? CblasTrans : CblasNoTrans)

int32_t dxmeta_dgemm(
    int32_t transpose_a, int32_t transpose_b, int32_t m, int32_t n, int32_t k,
    double alpha, const double *a, int32_t lda, const double *b, int32_t ldb,
    double beta, double *c, int32_t ldc) {
  BLAS_CALL(cblas_dgemm(
      CblasColMajor, TRANSPOSE(transpose_a), TRANSPOSE(transpose_b), m, n, k,
      alpha, a, lda, b, ldb, beta, c, ldc));
}

int32_t dxmeta_dsyrk(
    int32_t transpose, int32_t n, int32_t k, const double *a, int32_t lda,
    double *c, int32_t ldc) {
  BLAS_CALL(cblas_dsyrk(
      CblasColMajor, CblasLower, TRANSPOSE(transpose), n, k, 1.0, a, lda, 0.0,
      c, ldc));
}

int32_t dxmeta_dsymm(
    int32_t m, int32_t n, const double *a, int32_t lda, const double *b,
    int32_t ldb, double *c, int32_t ldc) {
  BLAS_CALL(cblas_dsymm(
      CblasColMajor, CblasLeft, CblasLower, m, n, 1.0, a, lda, b, ldb, 0.0, c,
      ldc));
}

int32_t dxmeta_dtrsm(
    int32_t transpose, int32_t m, int32_t n, const double *a, int32_t lda,
    double *b, int32_t ldb) {
  BLAS_CALL(cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, TRANSPOSE(transpose), CblasNonUnit,
      m, n, 1.0, a, lda, b, ldb));
}

int32_t dxmeta_dpotrf(int32_t n, double *a, int32_t lda) {
  char lower = 'L';
  (void)lower;
  LAPACK_CALL(dpotrf, IN(lower), IN(n), a, IN(lda));
}

int32_t dxmeta_dpotri(int32_t n, double *a, int32_t lda) {
  char lower = 'L';
  (void)lower;
  LAPACK_CALL(dpotri, IN(lower), IN(n), a, IN(lda));
}

int32_t dxmeta_dgeqp3(
    int32_t m, int32_t n, double *a, int32_t lda, int32_t *jpvt, double *tau,
    double *work, int32_t lwork) {
  LAPACK_CALL(
      dgeqp3, IN(m), IN(n), a, IN(lda), jpvt, tau, work, IN(lwork));
}

int32_t dxmeta_dormqr(
    int32_t transpose, int32_t m, int32_t n, int32_t k, const double *a,
    int32_t lda, const double *tau, double *c, int32_t ldc, double *work,
    int32_t lwork) {
  char left = 'L';
  char operation = transpose ? 'T' : 'N';
  (void)left;
  (void)operation;
  LAPACK_CALL(
      dormqr, IN(left), IN(operation), IN(m), IN(n), IN(k), a, IN(lda), tau, c,
      IN(ldc), work, IN(lwork));
}

int32_t dxmeta_dsyevd(
    int32_t n, double *a, int32_t lda, double *w, double *work, int32_t lwork,
    int32_t *iwork, int32_t liwork) {
  char vectors = 'V';
  char lower = 'L';
  (void)vectors;
  (void)lower;
  LAPACK_CALL(
      dsyevd, IN(vectors), IN(lower), IN(n), a, IN(lda), w, work, IN(lwork),
      iwork, IN(liwork));
}
