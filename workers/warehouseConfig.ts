import { z } from 'zod';
import { locationRule, parseLocation, type WarehouseSettings } from '#lake/store/location';
import { httpUrl } from '#domain/environment/variables';

/**
 * Where the events are exported to for research. Not the partner that packs boxes, which is EVERBOX_WAREHOUSE_URL. The
 * credentials of an S3 store are read by the AWS SDK itself (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the machine's role).
 */
export const warehouseVariables = {
  WAREHOUSE_URL: z
    .string()
    .transform((text, context) => {
      const location = parseLocation(text);
      if (location) return location;
      context.addIssue({ code: 'custom', message: locationRule });
      return z.NEVER;
    })
    .optional(),
  S3_ENDPOINT: httpUrl.optional(),
  AWS_REGION: z.string().optional(),
};

const variables = z.object(warehouseVariables);

/** Undefined when no warehouse is configured: then nothing is exported. */
export function warehouseOf(env: z.infer<typeof variables>): WarehouseSettings | undefined {
  if (!env.WAREHOUSE_URL) return undefined;
  return { location: env.WAREHOUSE_URL, s3Endpoint: env.S3_ENDPOINT, s3Region: env.AWS_REGION };
}
