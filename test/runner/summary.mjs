import process from 'node:process';

/** Prints what came of all suites; the last line is `N passed, N failed, N skipped`. True when all is well. */
export function report(suites, write = (text) => process.stdout.write(text)) {
  const counts = suites.map(countSuite);
  write('\n');
  suites.forEach((suite, index) => write(`${suite.name.padEnd(28)} ${inWords(counts[index])}${timeOf(suite)}\n`));
  const skipped = suites.flatMap((suite) => skippedTests(suite).map((test) => `${suite.name}: ${test}`));
  if (skipped.length > 0) write(`\nSkipped:\n${skipped.map((line) => `  ${line}\n`).join('')}`);
  const problems = suites.flatMap((suite) => problemsOf(suite).map((problem) => `${suite.name}: ${problem}`));
  if (problems.length > 0) write(`\nFailed:\n${problems.map((line) => `  ${line}\n`).join('')}`);
  const total = counts.reduce(add, { passed: 0, failed: 0, skipped: 0 });
  write(`\n${inWords(total)}\n`);
  return total.failed === 0;
}

/** A file that did not run, and a suite that failed although every test passed, count as one failure each. */
function countSuite(suite) {
  const { result } = suite;
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && suite.code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** What tells where a core had nothing to do. */
function timeOf({ took }) {
  return took ? ` (${took.seconds} s, cores ${took.busyPercent} % busy)` : '';
}

function skippedTests({ result }) {
  return assertions(result)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);
}

function problemsOf({ result, code }) {
  if (!result) return ['Jest ended without a result'];
  const tests = assertions(result)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName }) => fullName);
  const files = result.testResults.filter(isBroken).map(({ name }) => `${name} did not run`);
  const all = [...files, ...tests];
  return all.length === 0 && code !== 0
    ? ['coverage is below its threshold, or something was left open (see above)']
    : all;
}

function isBroken({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

function assertions(result) {
  return (result?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
}

function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
