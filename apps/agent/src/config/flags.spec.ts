import { describe, expect, it } from '@jest/globals';
import { HELP, readFlags } from './flags.js';

describe('the command line', () => {
  it.each([
    [[], { kind: 'run', once: false, stdout: false }],
    [['--once', '--stdout'], { kind: 'run', once: true, stdout: true }],
    [['--stdout'], { kind: 'run', once: false, stdout: true }],
    [['--once', '-h'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
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

  it('is explained whole', () => {
    for (const flag of ['--once', '--stdout', '--version', '--help']) expect(HELP).toContain(flag);
  });
});
