import { hostname } from 'node:os';
import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { type KeysFolder, makeKeysFolder } from './keys-folder.js';

const USAGE =
  'nats-keys takes FOLDER [--host NAME…] [--resolver FOLDER]: where the keys go; names and addresses of the NATS servers; where nats-server keeps claims (an absolute path, /data/resolver unless told)';
const RESOLVER = '/data/resolver';
/** By these it is reached from the machine it runs on. */
const OWN_NAMES = [hostname(), 'localhost', '127.0.0.1', '::1'];
const NAME = /^[A-Za-z0-9:]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/;

/** What was done, a line for each file; or what is wrong. */
export type Commanded =
  { readonly ok: true; readonly lines: readonly string[] } | { readonly ok: false; readonly faults: readonly string[] };

/** `nats-keys FOLDER [--host NAME…] [--resolver FOLDER]`. Nothing secret is printed. */
export async function natsKeys(args: readonly string[]): Promise<Commanded> {
  const wanted = readArguments(args);
  if (!wanted) return { ok: false, faults: [USAGE] };
  try {
    const { made, kept } = await makeKeysFolder(wanted);
    return { ok: true, lines: [...made.map((file) => `made ${file}`), ...kept.map((file) => `kept ${file}`)] };
  } catch (error) {
    return { ok: false, faults: [(error as Error).message] };
  }
}

/** Null where they are none that it takes. */
export function readArguments(args: readonly string[]): KeysFolder | null {
  try {
    const options = { host: { type: 'string', multiple: true }, resolver: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [folder, ...more] = positionals;
    const { host = [], resolver: resolverFolder = RESOLVER } = values;
    const hosts = [...new Set([...host.flatMap((each) => each.split(',')), ...OWN_NAMES])];
    if (!folder || more.length > 0 || !hosts.every((each) => NAME.test(each)) || !isAbsolute(resolverFolder))
      return null;
    return { folder, hosts, resolverFolder };
  } catch {
    return null;
  }
}
