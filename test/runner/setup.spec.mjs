import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkNode, isInstalled } from '../../deploy/local/setup.mjs';
import { isDebian } from './packages.mjs';

describe('the Node that is needed', () => {
  it.each(['20.19.0', '20.20.2', '22.13.0', '24.0.0', '25.1.0'])('is met by %s', (version) =>
    expect(() => checkNode(version)).not.toThrow(),
  );

  it.each(['18.20.4', '20.18.3', '21.7.3', '22.12.0', '23.11.0'])(
    'is not met by %s, and the fault says what to do',
    (version) => {
      expect(() => checkNode(version)).toThrow(
        `weir needs Node 20.19, 22.13 or 24 and later, and this is ${version}: install one of these from https://nodejs.org.`,
      );
    },
  );
});

describe('installed packages', () => {
  let root;
  const lock = (entries) => JSON.stringify({ packages: entries });
  const has = (entries) => writeFileSync(join(root, 'node_modules/.package-lock.json'), lock(entries));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'weir-installed-'));
    mkdirSync(join(root, 'node_modules/pg'), { recursive: true });
    const wanted = {
      '': {},
      'apps/agent': { version: '0.1.0' },
      'node_modules/pg': { version: '8.0.0' },
      'node_modules/only-elsewhere': { version: '1.0.0', optional: true },
    };
    writeFileSync(join(root, 'package-lock.json'), lock(wanted));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('are those of the lock file, packages for other platforms aside', () => {
    has({ 'node_modules/pg': { version: '8.0.0' } });
    expect(isInstalled(root)).toBe(true);
  });

  it('are not there in another version', () => {
    has({ 'node_modules/pg': { version: '7.0.0' } });
    expect(isInstalled(root)).toBe(false);
  });

  it('are not there when their folder is gone', () => {
    has({ 'node_modules/pg': { version: '8.0.0' } });
    rmSync(join(root, 'node_modules/pg'), { recursive: true });
    expect(isInstalled(root)).toBe(false);
  });

  it('are not there before the first installation', () => {
    expect(isInstalled(root)).toBe(false);
  });
});

describe('Debian', () => {
  it('is known by its own id, not by those made from it', () => {
    expect(isDebian('NAME="Debian GNU/Linux"\nID=debian\n')).toBe(true);
    expect(isDebian('ID=ubuntu\nID_LIKE=debian\n')).toBe(false);
  });
});
