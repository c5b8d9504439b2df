/**
 * Solves A x = b for a symmetric, positive matrix of which the lower half is given, row by row; null where it is not positive.
 * The matrix is overwritten by its factor.
 */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  if (!factorise(matrix, size)) return null;
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let rest = x[row] ?? 0;
    for (let column = 0; column < row; column += 1) rest -= (matrix[row * size + column] ?? 0) * (x[column] ?? 0);
    x[row] = rest / (matrix[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = x[row] ?? 0;
    for (let below = row + 1; below < size; below += 1) rest -= (matrix[below * size + row] ?? 0) * (x[below] ?? 0);
    x[row] = rest / (matrix[row * size + row] ?? 1);
  }
  return x;
}

function factorise(matrix: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = matrix[row * size + column] ?? 0;
      for (let inner = 0; inner < column; inner += 1) {
        rest -= (matrix[row * size + inner] ?? 0) * (matrix[column * size + inner] ?? 0);
      }
      if (column < row) matrix[row * size + column] = rest / (matrix[column * size + column] ?? 1);
      else if (rest > 0) matrix[row * size + row] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}
