import { describe, expect, it } from '@jest/globals';
import { report } from './summary.mjs';

const test = (fullName, status) => ({ fullName, status });

function suite(name, code, assertionResults, broken = 0) {
  const count = (status) => assertionResults.filter((each) => each.status === status).length;
  const failed = count('failed') + broken > 0 ? 'failed' : 'passed';
  const result = {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    numRuntimeErrorTestSuites: broken,
    testResults: [{ name: '/weir/a.spec.ts', status: failed, assertionResults }],
  };
  return { name, code, result };
}

function reported(suites) {
  let text = '';
  const ok = report(suites, (part) => (text += part));
  return { ok, lines: text.trimEnd().split('\n') };
}

describe('the summary of all tests', () => {
  it('ends with one line that adds up', () => {
    const { ok, lines } = reported([
      suite('unit', 0, [test('a', 'passed'), test('b', 'passed')]),
      suite('e2e', 0, [test('c', 'passed')]),
    ]);
    expect(ok).toBe(true);
    expect(lines.at(-1)).toBe('3 passed, 0 failed, 0 skipped');
  });

  it('says how long each suite took, and how busy the cores were', () => {
    const took = { seconds: 919, busyPercent: 97 };
    const { lines } = reported([{ ...suite('medium', 0, [test('a', 'passed')]), took }]);
    expect(lines[1]).toBe('medium                       1 passed, 0 failed, 0 skipped (919 s, cores 97 % busy)');
  });

  it('names every skipped test with the reason that its name carries', () => {
    const { ok, lines } = reported([suite('e2e', 0, [test('containers [skipped: not root] appear', 'pending')])]);
    expect(ok).toBe(true);
    expect(lines).toContain('  e2e: containers [skipped: not root] appear');
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
  });

  it('names every failed test', () => {
    const { ok, lines } = reported([suite('unit', 1, [test('a', 'failed'), test('b', 'passed')])]);
    expect(ok).toBe(false);
    expect(lines).toContain('  unit: a');
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('counts a file that did not run as a failure', () => {
    const { ok, lines } = reported([suite('unit', 1, [], 1)]);
    expect(ok).toBe(false);
    expect(lines).toContain('  unit: /weir/a.spec.ts did not run');
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('counts a suite as a failure whose tests pass and whose coverage does not', () => {
    const { ok, lines } = reported([suite('unit', 1, [test('a', 'passed')])]);
    expect(ok).toBe(false);
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('counts a Jest that ended without a result as a failure', () => {
    const { ok, lines } = reported([{ name: 'unit', code: 137, result: undefined }]);
    expect(ok).toBe(false);
    expect(lines).toContain('  unit: Jest ended without a result');
  });
});
