import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from './defaults.js';
import { readRuleFile, writeRuleFile } from './rule-file.js';

const FILE = `version: 1
rules:
  - id: cpu
    name: CPU
    per: host
    threshold:
      figure: cpuPercent
      above: 80
  - id: memory
    name: Memory
    per: host
    threshold: { figure: memoryPercent, above: 90 }
`;

function faultsOf(text: string): string[] {
  const read = readRuleFile(text);
  return read.ok ? [] : read.refusals.map(({ line, column, field, reason }) => `${line}:${column} ${field} ${reason}`);
}

describe('rules in a file', () => {
  it('are read', () => {
    const read = readRuleFile(FILE);
    expect(read.ok && read.rules.map(({ id }) => id)).toEqual(['cpu', 'memory']);
  });

  it('are written so that they read as before', () => {
    expect(readRuleFile(writeRuleFile(DEFAULT_RULES))).toEqual({ ok: true, rules: DEFAULT_RULES });
  });

  it.each([
    ['a value', FILE.replace('above: 80', 'above: high'), '8:7 rules[0].threshold.above must be a number'],
    [
      'a value in one line',
      FILE.replace('above: 90', 'above: high'),
      '12:41 rules[1].threshold.above must be a number',
    ],
    ['a name', FILE.replace('name: Memory', 'nam: Memory'), '10:5 rules[1].nam is not known here'],
    ['what is missing, where it should be', FILE.replace('    name: CPU\n', ''), '3:5 rules[0].name must be text'],
    ['the same id again', FILE.replace('id: memory', 'id: cpu'), '9:5 rules[1].id is taken by rules[0]'],
    ['another version', FILE.replace('version: 1', 'version: 2'), '1:1 version must be 1'],
    ['what is no YAML', FILE.replace('  - id: memory', ' - id: memory'), '9:'],
    [
      'the same key twice',
      FILE.replace('name: CPU', 'name: CPU\n    name: CPU2'),
      '5:5 file is no YAML: Map keys must be unique',
    ],
  ])('are refused by line and column: %s', (_, text, fault) => {
    expect(faultsOf(text).join('\n')).toContain(fault);
  });

  it('are all refused where one is wrong, and every fault is told in the order of lines', () => {
    const faults = faultsOf(
      FILE.replace('above: 80', 'above: high').replace('per: host\n    threshold: {', 'per: hots\n    threshold: {'),
    );
    expect(faults.map((fault) => Number(fault.split(':')[0]))).toEqual([8, 11]);
  });

  it('may not use aliases, which make a small file a huge value', () => {
    expect(faultsOf('version: 1\nrules: [&a {id: x}, *a]\n').join()).toContain('must not use aliases');
  });

  it.each(['['.repeat(5_000), '- '.repeat(5_000), '{a: '.repeat(5_000), '? '.repeat(5_000)])(
    'may not nest so deeply that reading it ends the process: %#',
    (text) => {
      expect(faultsOf(text)).toEqual(['1:1 file nests deeper than 32 levels, as no rule does']);
    },
  );

  it.each([
    ['keys that are no names', 'version: 1\nrules:\n  - ? [a, b]\n    : c\n'],
    [
      'names that every object has',
      'version: 1\nrules:\n  - {id: toString, per: constructor, severity: valueOf, __proto__: 1}\n',
    ],
    ['tags', 'version: 1\nrules: !!js/function "x"\n'],
    ['several documents', 'version: 1\n---\nversion: 1\n'],
    ['numbers that are none', FILE.replace('above: 80', 'above: .inf')],
  ])('are refused, not thrown at: %s', (_, text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0);
  });

  it('may be nothing at all, which is told', () => {
    expect(faultsOf('').join()).toContain('must be an object');
    expect(faultsOf('x'.repeat(1_000_001)).join()).toContain('make several');
  });
});
