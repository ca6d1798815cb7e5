import type { z } from 'zod';
import type { MeasurementsRead } from '#db/sizing/measurements';
import type { SizeAdvice } from '#domain/sizing/recommend';
import { isoOrNull } from '#contract/common';
import type { measurements, sizeAdvice } from '#contract/sizing';

export function measurementsResource(customerId: string, read: MeasurementsRead | null): z.input<typeof measurements> {
  return { customerId, ...knownOf(read), updatedAt: isoOrNull(read?.updatedAt ?? null) };
}

/** All of them, null where nothing is known. */
export function knownOf(read: Pick<MeasurementsRead, 'measurements'> | null) {
  const { heightCm, weightKg, bustBandCm, bustCup, footLengthCm, ageYears, bodyType } = read?.measurements ?? {};
  return {
    heightCm: heightCm ?? null,
    weightKg: weightKg ?? null,
    bustBandCm: bustBandCm ?? null,
    bustCup: bustCup ?? null,
    footLengthCm: footLengthCm ?? null,
    ageYears: ageYears ?? null,
    bodyType: bodyType ?? null,
  };
}

export function adviceResource(programId: string, sku: string, advice: SizeAdvice): z.input<typeof sizeAdvice> {
  const { styleId, title, recommended, confidence, reason, sizes } = advice;
  return {
    programId,
    sku,
    styleId,
    title,
    recommended: recommended && { sku: recommended.sku, size: recommended.label },
    confidence,
    reason,
    sizes: sizes.map(({ sku: each, label, inStock, chances }) => {
      return { sku: each, size: label, inStock, chances: chances && rounded(chances) };
    }),
  };
}

/** Thousandths: more would pretend to know more. The right one takes the rest, so that they still add up. */
function rounded({ small, large }: { small: number; large: number }) {
  const [low, high] = [Math.round(small * 1_000), Math.round(large * 1_000)];
  return { small: low / 1_000, right: Math.max(0, 1_000 - low - high) / 1_000, large: high / 1_000 };
}
