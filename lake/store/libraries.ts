/**
 * DuckDB and the S3 client take a tenth to a quarter of a second and 60 MB to load, so only who exports or asks
 * the warehouse does. Not import(): what jest runs cannot do that.
 */
export const duckDb = () => require('@duckdb/node-api') as typeof import('@duckdb/node-api');
export const s3Library = () => require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
