// node deploy/healthy.mjs URL: exit code 0 if it answers 200 within three seconds. For the health checks of containers,
// whose image has no curl.
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
