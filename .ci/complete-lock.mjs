// npm run lock:complete, after every npm install. npm leaves out of package-lock.json the optional packages that the
// registry did not offer at that moment, such as binaries for another system; `npm ci` then refuses the lock as out of
// step. This adds them, as their parents name them: exact versions, and the system that their names say. They are
// installed where they fit, and passed over elsewhere. With --check it only looks.
import { readFileSync, writeFileSync } from 'node:fs';

const system =
  /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|s390x|riscv64|loong64)(?:-(gnu|musl|msvc|eabi))?/;
const libraries = { gnu: ['glibc'], musl: ['musl'] };

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([path, parent]) =>
  Object.entries(parent.optionalDependencies ?? {})
    .filter(([name]) => !isInstalledFor(path, name))
    .map(([name, version]) => ({ name, version, parent })),
);

if (process.argv.includes('--check')) {
  for (const { name, version } of missing) process.stderr.write(`package-lock.json lacks ${name}@${version}\n`);
  process.exit(missing.length === 0 ? 0 : 1);
}
for (const { name, version, parent } of missing) lock.packages[`node_modules/${name}`] = entryOf(name, version, parent);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`added ${missing.length} optional packages to package-lock.json\n`);

/** As Node resolves it: in the parent's own node_modules, or in one above. */
function isInstalledFor(parentPath, name) {
  for (let at = parentPath; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at}${at && '/'}node_modules/${name}` in lock.packages) return true;
    if (at === '') return false;
  }
}

function entryOf(name, version, parent) {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version} is not an exact version: add it by hand`);
  const [, os, cpu, library] = system.exec(name) ?? [];
  if (!os) throw new Error(`${name} does not name its system: add it by hand`);
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(os === 'linux' && libraries[library] ? { libc: libraries[library] } : {}),
    optional: true,
    os: [os],
  };
}
