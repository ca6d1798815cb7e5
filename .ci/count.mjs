// node .ci/count.mjs REPORT EXIT_CODE: prints "PASSED FAILED" from jest's JSON report. Skipped tests count as neither.
import { readFileSync } from 'node:fs';

const [reportFile, exitCode] = process.argv.slice(2);
const { passed, failed } = count(readReport(reportFile));
// jest found nothing wrong in any test, yet says that it failed: that is one failure, not none.
process.stdout.write(`${passed} ${failed === 0 && exitCode !== '0' ? 1 : failed}\n`);

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function count(report) {
  // Without a report nobody knows of a single test that passed.
  if (!report) return { passed: 0, failed: 1 };
  // A suite that could not be loaded has no tests to count, and none of them passed.
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
}
