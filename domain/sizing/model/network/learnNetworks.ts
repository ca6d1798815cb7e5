import { seededRandom } from '#domain/numbers/random';
import { type Scales, scalesOf } from '../coding/scales';
import { Lesson } from './lesson';
import { type Network, type Networks, setInputs } from './network';

const networks = 2;
/** How many times each record is seen, and how far the first steps go; they get shorter down to 0, as half a cosine does. */
const epochs = 8;
const firstRate = 0.002;

/** Rows to learn from: `width` features each, one row after the other, their classes (0, 1, 2), and log shares of these. */
export interface NetworkRows {
  features: Float32Array;
  width: number;
  classes: Uint8Array;
  start: Float64Array;
}

/** Networks of the same rows that begin with other weights and see the rows in another order. */
export function learnNetworks(rows: NetworkRows, seed: number, onProgress: (share: number) => void): Networks {
  const scales = scalesOf(rows.features, rows.width);
  const each = Array.from({ length: networks }, (_, at) =>
    learnNetwork(rows, scales, seededRandom(seed + at), (share) => onProgress((at + share) / networks)),
  );
  return { scales, each };
}

function learnNetwork(
  { features, width, classes, start }: NetworkRows,
  scales: Scales,
  random: () => number,
  onProgress: (share: number) => void,
): Network {
  const rows = classes.length;
  const batch = Math.max(16, Math.min(512, Math.round(rows / 300)));
  const steps = epochs * Math.ceil(rows / batch);
  // Few records are learned by few units: more would only know them by heart, and a refresh should be quick.
  const units = Math.max(16, Math.min(128, Math.round(rows / 100)));
  const lesson = new Lesson(width, units, start, random);
  const order = Int32Array.from(classes.keys());
  const inputs = new Float32Array(width);
  for (let step = 0; step < steps;) {
    shuffle(order, random);
    for (let from = 0; from < rows; from += batch) {
      const to = Math.min(rows, from + batch);
      for (let at = from; at < to; at += 1) {
        const row = order[at]!;
        setInputs(scales, features, row * width, inputs);
        lesson.see(inputs, classes[row]!);
      }
      lesson.step((firstRate / 2) * (1 + Math.cos((Math.PI * step) / steps)), to - from);
      step += 1;
    }
    onProgress(step / steps);
  }
  return lesson.network;
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at]!;
    order[at] = order[other]!;
    order[other] = kept;
  }
}
