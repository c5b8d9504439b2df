import { chmodSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseConntrackEntries, readConntrack } from './conntrack.js';

const fixture = readFileSync(new URL('../../fixtures/kernel/nf_conntrack', import.meta.url), 'utf8');

describe('parseConntrackEntries', () => {
  it('reads the first column as hexadecimal, once for all CPUs', () => {
    expect(parseConntrackEntries(fixture)).toBe(0x32c);
  });

  it.each(['', 'entries found\n', 'entries found\nxyz 1\n', '0000032c 1\n'])('is null for %j', (text) => {
    expect(parseConntrackEntries(text)).toBeNull();
  });
});

describe('readConntrack', () => {
  let proc = '';

  function write(path: string, text: string): string {
    const file = join(proc, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  beforeEach(() => {
    proc = mkdtempSync(join(tmpdir(), 'weir-conntrack-'));
    write('1/net/stat/nf_conntrack', fixture);
    write('1/net/dev', '');
  });

  afterEach(() => {
    rmSync(proc, { recursive: true });
  });

  it('is null where the kernel module is not loaded', () => {
    expect(readConntrack(proc, 2)).toBeNull();
  });

  it('does not take the limit of a namespace of its own for the host’s', () => {
    write('self/net/dev', '');
    write('sys/net/netfilter/nf_conntrack_max', '1000\n');
    expect(readConntrack(proc, 1)).toEqual({ used: 812, max: null });
  });

  it('takes the limit from inside the host’s namespace', () => {
    mkdirSync(join(proc, 'self/net'), { recursive: true });
    // The same inode is the same namespace.
    linkSync(join(proc, '1/net/dev'), join(proc, 'self/net/dev'));
    write('sys/net/netfilter/nf_conntrack_max', '262144\n');
    expect(readConntrack(proc, 1)).toEqual({ used: 812, max: 262144 });
  });

  it('takes the limit from elsewhere where all namespaces share it', () => {
    write('self/net/dev', '');
    chmodSync(write('sys/net/netfilter/nf_conntrack_max', '262144\n'), 0o444);
    expect(readConntrack(proc, 1)).toEqual({ used: 812, max: 262144 });
  });

  it.each(['', 'many\n'])('knows no limit where the file holds %j', (text) => {
    chmodSync(write('sys/net/netfilter/nf_conntrack_max', text), 0o444);
    expect(readConntrack(proc, 1)).toEqual({ used: 812, max: null });
  });

  it('knows no limit where there is none to read', () => {
    expect(readConntrack(proc, 1)).toEqual({ used: 812, max: null });
  });
});
