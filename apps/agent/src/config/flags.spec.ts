import { describe, expect, it } from '@jest/globals';
import { HELP, readFlags } from './flags.js';

describe('the command line', () => {
  it.each([
    [[], { kind: 'run', once: false, stdout: false }],
    [['--once', '--stdout'], { kind: 'run', once: true, stdout: true }],
    [['--stdout'], { kind: 'run', once: false, stdout: true }],
    [['--once', '-h'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
    [['doctor'], { kind: 'doctor', json: false }],
    [['doctor', '--json'], { kind: 'doctor', json: true }],
  ])('%p', (args, flags) => {
    expect(readFlags(args)).toEqual(flags);
  });

  it.each([
    [['--onc']],
    [['--once=yes']],
    [['once']],
    [['--', '--stdout']],
    [['-x']],
    [['--constructor']],
    [['--no-once']],
  ])('%p is told in a sentence that repeats nothing', (args) => {
    expect(readFlags(args)).toEqual({
      kind: 'fault',
      text: 'argument 1 is none of --once, --stdout, --version, --help',
    });
  });

  it('of doctor is --json alone', () => {
    const text = 'argument 2 is not --json, which is all that doctor takes';
    expect(readFlags(['doctor', '--once'])).toEqual({ kind: 'fault', text });
  });

  it('is explained whole', () => {
    for (const flag of ['--once', '--stdout', '--version', '--help', 'doctor', '--json']) expect(HELP).toContain(flag);
  });
});
