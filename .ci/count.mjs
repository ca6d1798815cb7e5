// node .ci/count.mjs REPORT EXIT_CODE: prints "PASSED FAILED" from vitest's JSON report. Skipped tests count as neither.
import { readFileSync } from 'node:fs';

const [reportFile, exitCode] = process.argv.slice(2);
const { passed, failed } = count(readReport(reportFile));
// The runner found nothing wrong in any test, yet says that it failed: that is one failure, not none.
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
  // A file that could not be loaded, or whose hooks failed, may have no failed test to count, and none of it is known to hold.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}
