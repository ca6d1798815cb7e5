import type { Cases } from '../coding/codebook';
import { rawWidth } from '../coding/rawColumns';
import type { Scales } from '../effects/idealSize';

/** Middle and spread of each raw column where it is known; 0 and 1 where it never is, or never differs. */
export function scalesOf({ raw, rows }: Cases): Scales {
  const means = new Float64Array(rawWidth);
  const spreads = new Float64Array(rawWidth).fill(1);
  for (let column = 0; column < rawWidth; column += 1) {
    let count = 0;
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = raw[row * rawWidth + column]!;
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
