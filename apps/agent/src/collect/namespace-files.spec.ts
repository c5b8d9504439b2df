import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inodeOf } from '../procfs/files.js';
import { HoldingLimit } from '../procfs/held-file.js';
import { netDevText, ProcRoot } from '../procfs/proc-root.fixture.js';
import { HeldFiles } from './namespace-files.js';

/** Many interfaces, more than one page of the kernel's. */
const WIDE = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`veth${index}`, [index] as const]));

describe('the held files of a namespace', () => {
  let root: ProcRoot;
  beforeEach(() => {
    root = new ProcRoot();
    root.namespace('one', { eth0: [1] }, { eth0: 2 });
    root.namespace('two', { eth0: [9] }, { eth0: 7 });
    root.process(100, 'one');
    root.process(101, 'one');
    root.process(200, 'two');
  });
  afterEach(() => root.remove());

  const filesOf = (limit = 10): HeldFiles =>
    new HeldFiles(root.path, inodeOf(`${root.path}/100/net/dev`) ?? 0, new HoldingLimit(limit));

  it('show what is in them now, also when the process they were opened through is gone', () => {
    const files = filesOf();
    expect(files.read('dev', 100)?.toString()).toBe(netDevText({ eth0: [1] }));
    files.read('igmp', 100);
    root.end(100);
    root.namespace('one', WIDE, { eth0: 3 });
    expect(files.read('dev', 100)?.toString()).toBe(netDevText(WIDE));
    expect(files.read('igmp', 100)?.toString()).toContain('3\teth0');
    files.close();
  });

  it('are not opened through a process of another namespace', () => {
    const files = filesOf();
    for (const file of ['dev', 'igmp'] as const) expect(files.read(file, 200)).toBeNull();
    expect(root.heldOpen()).toEqual([]);
    expect(files.read('igmp', 101)?.toString()).toContain('2\teth0');
    // Once they are, the process does not matter.
    expect(files.read('igmp', 200)?.toString()).toContain('2\teth0');
    files.close();
  });

  it('are opened anew where they can be read no more', () => {
    const files = filesOf();
    files.read('dev', 100);
    root.namespace('one', '');
    root.end(100);
    expect(files.read('dev', 100)).toBeNull();
    root.namespace('one', { eth0: [5] });
    expect(files.read('dev', 101)?.toString()).toBe(netDevText({ eth0: [5] }));
    files.close();
  });

  it('are let go of', () => {
    const files = filesOf();
    for (const file of ['dev', 'igmp'] as const) files.read(file, 100);
    expect(root.heldOpen()).toEqual(['/ns/one/dev', '/ns/one/igmp']);
    files.close();
    expect(root.heldOpen()).toEqual([]);
  });

  it('are read on without being held once they were let go of: their namespace may come back under others', () => {
    const files = filesOf();
    files.read('dev', 100);
    files.close();
    expect(files.read('dev', 100)?.toString()).toBe(netDevText({ eth0: [1] }));
    expect(root.heldOpen()).toEqual([]);
  });

  it('are read without being held where the system allows no more', () => {
    const files = filesOf(0);
    expect(files.read('dev', 100)?.toString()).toBe(netDevText({ eth0: [1] }));
    expect(files.read('igmp', 100)?.toString()).toContain('2\teth0');
    for (const file of ['dev', 'igmp'] as const) expect(files.read(file, 200)).toBeNull();
    expect(root.heldOpen()).toEqual([]);
  });

  it('give back their share of the limit', () => {
    const limit = new HoldingLimit(1);
    for (let life = 0; life < 3; life += 1) {
      const files = new HeldFiles(root.path, inodeOf(`${root.path}/100/net/dev`) ?? 0, limit);
      expect(files.read('dev', 100)).not.toBeNull();
      expect(root.heldOpen()).toHaveLength(1);
      files.close();
    }
  });
});
