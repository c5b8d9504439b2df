import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import type { SavedEntry } from '../delta/entry.js';
import type { Spool } from './spool.js';

/** A series whose first counter is `count`. */
export function entryOf(key: string, count: number | bigint): SavedEntry {
  const zeros = Array<bigint>(7).fill(0n);
  return { key, life: 'life', ifindex: 2, since: 5, raw: [BigInt(count), ...zeros], carry: [0n, ...zeros] };
}

/** Appends one message, `<n>` under the id `run-<n>`, made from counters that say `n`. */
export function appendNumber(spool: Spool, number: number, payload = `{"n":${number}}`): boolean {
  return spool.append((whole) => ({
    boot: 'boot',
    at: number,
    monotonicMs: number / 2,
    entries: whole ? [entryOf('host/eth0', number), entryOf('host/lo', 7)] : [entryOf('host/eth0', number)],
    dropped: [],
    namespaces: whole ? [] : null,
    messages: [{ id: `run-${number}`, payload }],
  })).ok;
}

const SOURCES = new URL('../', import.meta.url).pathname;
const MODEL = new URL('../../../../libs/model/src/', import.meta.url).pathname;

/** Compiles the spool for a process that is not run by Jest. */
export function compileSpool(folder: string): string {
  const model = join(folder, 'node_modules/@weir/model');
  for (const step of ['publish', 'delta', 'procfs']) compile(join(SOURCES, step), join(folder, step));
  compile(MODEL, model);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(model, 'package.json'), '{"type":"module","exports":"./index.js"}');
  return join(folder, 'publish');
}

function compile(from: string, to: string): void {
  const names = readdirSync(from, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => /^(?!.*\.spec).*\.ts$/.test(each))) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    const source = readFileSync(join(from, name), 'utf8').replace(/^import .*@swc.*$/m, '');
    const { code } = transformSync(source, {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(join(to, name.replace(/ts$/, 'js')), code);
  }
}
