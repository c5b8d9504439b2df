import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isUuid } from '@weir/model';
import { openStateFolder } from './state-folder.js';

const processes = { procRoot: '/proc', boot: 'boot' };

describe('the state folder', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'weir-state-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('is made where it is missing, and keeps the host’s id', () => {
    const folder = join(parent, 'a/b');
    const first = openStateFolder(folder, 'boot', processes);
    expect(first.problem).toBeNull();
    expect(isUuid(first.hostId)).toBe(true);
    first.release();
    expect(readdirSync(folder)).toEqual(['host-id']);
    expect(openStateFolder(folder, 'boot', processes).hostId).toBe(first.hostId);
    expect(readFileSync(join(folder, 'host-id'), 'utf8')).toBe(`${first.hostId}\n`);
  });

  it('refuses an id that is none, with the remedy', () => {
    writeFileSync(join(parent, 'host-id'), 'my-host');
    expect(() => openStateFolder(parent, 'boot', processes)).toThrow(
      /host-id does not hold a UUID in lower case: put .* back, or remove/,
    );
  });

  it('does not replace an identity that it cannot read', () => {
    mkdirSync(join(parent, 'host-id'));
    expect(() => openStateFolder(parent, 'boot', processes)).toThrow(
      /host-id cannot be read \(EISDIR\): make it readable/,
    );
  });

  it('serves one agent at a time, and says how two can be had', () => {
    const first = openStateFolder(parent, 'boot', processes);
    expect(() => openStateFolder(parent, 'boot', processes)).toThrow(
      /another agent uses .*: stop it, or .*WEIR_STATE_DIR/,
    );
    first.release();
    openStateFolder(parent, 'boot', processes).release();
  });

  it('serves one of two that start at the same moment', () => {
    // What cannot be seen when it is looked for, and is there when it is made.
    symlinkSync('nowhere', join(parent, 'agent.lock'));
    expect(() => openStateFolder(parent, 'boot', processes)).toThrow(/another agent uses/);
  });

  it.each([
    ['of another boot', (text: string) => text.replace('"boot":"boot"', '"boot":"earlier"')],
    ['of another process with the same number', (text: string) => text.replace(/"startedMs":/, '"startedMs":1')],
    ['of another process that started in the same instant', (text: string) => text.replace(/"pid":"\d+"/, '"pid":"1"')],
    ['with another command', (text: string) => text.replace('"command":[', '"command":["other",')],
    ['that was torn', (text: string) => text.slice(0, 9)],
    ['that is empty', () => ''],
  ])('takes a lock over %s', (_, change) => {
    const lock = join(parent, 'agent.lock');
    openStateFolder(parent, 'boot', processes);
    const held = readFileSync(lock, 'utf8');
    writeFileSync(lock, change(held));
    expect(change(held)).not.toBe(held);
    const next = openStateFolder(parent, 'boot', processes);
    expect(next.problem).toBeNull();
    expect(readFileSync(lock, 'utf8')).toBe(held);
    expect(() => openStateFolder(parent, 'boot', processes)).toThrow('another agent');
  });

  it('does not blame the folder where processes cannot be listed', () => {
    openStateFolder(parent, 'boot', processes);
    expect(openStateFolder(parent, 'boot', { ...processes, procRoot: '/no/such/proc' }).problem).toBeNull();
  });

  it('does not write over a segment that is there, nor read what is not', () => {
    const { segments } = openStateFolder(parent, 'boot', processes);
    const segment = segments.create(1);
    segment.append(Buffer.from('abc'));
    expect(() => segments.create(1)).toThrow('EEXIST');
    expect(() => segment.read(1, 3)).toThrow(/ends before 4 bytes/);
    segment.close();
  });

  it('goes on in memory on a file system that makes no folders', () => {
    expect(openStateFolder('/proc/none/state', 'boot', processes).problem).toMatch(/cannot be written/);
  });

  it('goes on where a segment cannot be removed', () => {
    const { segments } = openStateFolder(parent, 'boot', processes);
    const segment = segments.create(1);
    const path = join(parent, 'spool-0000000001.unsent');
    rmSync(path);
    mkdirSync(path);
    expect(() => segment.remove()).not.toThrow();
  });

  it('goes on in memory where it cannot be written, under an id that stays for this boot', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    const first = openStateFolder(join(file, 'state'), 'boot 1', processes);
    expect(first.problem).toMatch(/cannot be written \(ENOTDIR\).*set WEIR_STATE_DIR/);
    expect(isUuid(first.hostId)).toBe(true);
    expect(openStateFolder(join(file, 'state'), 'boot 1', processes).hostId).toBe(first.hostId);
    expect(openStateFolder(join(file, 'state'), 'boot 2', processes).hostId).not.toBe(first.hostId);
    expect(first.segments.open()).toEqual([]);
  });
});
