/** Middle and spread of the columns of a matrix. */
export interface Scales {
  means: Float64Array;
  spreads: Float64Array;
}

/** Of a matrix with a row after the other, where its numbers are known; 0 and 1 where they never are, or never differ. */
export function scalesOf(matrix: Float32Array | Float64Array, width: number): Scales {
  const means = new Float64Array(width);
  const spreads = new Float64Array(width).fill(1);
  for (let column = 0; column < width; column += 1) {
    let count = 0;
    let sum = 0;
    let squares = 0;
    for (let at = column; at < matrix.length; at += width) {
      const value = matrix[at]!;
      if (Number.isNaN(value)) continue;
      count += 1;
      const off = value - (count === 1 ? value : sum / (count - 1));
      sum += value;
      squares += off * (value - sum / count);
    }
    if (count === 0) continue;
    means[column] = sum / count;
    const spread = Math.sqrt(squares / count);
    if (spread > 1e-9) spreads[column] = spread;
  }
  return { means, spreads };
}
