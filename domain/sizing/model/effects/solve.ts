/**
 * Solves `matrix x = right` for a symmetric positive definite matrix of which only the lower triangle is read (Cholesky).
 * The triangle becomes the factor, and `right` the answer.
 */
export function solveInPlace(matrix: Float64Array, right: Float64Array, size: number): void {
  factorInPlace(matrix, size);
  solveFactored(matrix, right, size);
}

export function factorInPlace(matrix: Float64Array, size: number): void {
  for (let a = 0; a < size; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let rest = matrix[a * size + b]!;
      for (let k = 0; k < b; k += 1) rest -= matrix[a * size + k]! * matrix[b * size + k]!;
      // The floor only matters to a matrix that rounding has made singular.
      matrix[a * size + b] = a === b ? Math.sqrt(Math.max(rest, 1e-9)) : rest / matrix[b * size + b]!;
    }
  }
}

export function solveFactored(factor: Float64Array, right: Float64Array, size: number): void {
  for (let a = 0; a < size; a += 1) {
    let rest = right[a]!;
    for (let k = 0; k < a; k += 1) rest -= factor[a * size + k]! * right[k]!;
    right[a] = rest / factor[a * size + a]!;
  }
  for (let a = size - 1; a >= 0; a -= 1) {
    let rest = right[a]!;
    for (let k = a + 1; k < size; k += 1) rest -= factor[k * size + a]! * right[k]!;
    right[a] = rest / factor[a * size + a]!;
  }
}
