import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { readTlsPair, type TlsFiles } from '../config/tls-files.js';
import type { ServedTls } from '../config/tls-settings.js';

/** Long: who pinned it takes no other one. */
const YEARS = 10;
const EVERYWHERE = ['0.0.0.0', '::'];

/** The certificate of our own making, or why there is none. */
export type OwnCertificate =
  { readonly ok: true; readonly tls: ServedTls } | { readonly ok: false; readonly fault: string };

/** Where it is in its folder. */
export function ownFiles(folder: string): TlsFiles {
  const own = join(folder, 'self-signed');
  return { certFile: join(own, 'cert.pem'), keyFile: join(own, 'key.pem') };
}

/** The names that a server like this is known by. */
export function ownNames({ httpHost, publicUrl }: Pick<Config, 'httpHost' | 'publicUrl'>): readonly string[] {
  const told = [
    publicUrl && new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''),
    EVERYWHERE.includes(httpHost) ? null : httpHost,
  ];
  return [...new Set([hostname(), ...told.filter((name) => name !== null), 'localhost', '127.0.0.1', '::1'])];
}

/** Reads the certificate that is kept in a folder, and makes it first where there is none. Whoever else does so meanwhile has the same. */
export async function ownCertificate(folder: string, names: readonly string[]): Promise<OwnCertificate> {
  const files = ownFiles(folder);
  try {
    if (!existsSync(join(folder, 'self-signed'))) await make(folder, names);
  } catch (error) {
    const { code = String(error) } = error as { readonly code?: string };
    const fault = `WEIR_TLS_FOLDER must name a folder that this process can write: ${folder} it cannot (${code})`;
    return { ok: false, fault };
  }
  const read = readTlsPair(files);
  if (read.ok) return { ok: true, tls: { ...files, pair: read.pair } };
  const why = read.faults.map(({ remedy }) => remedy).join('; ');
  const fault = `WEIR_TLS_FOLDER holds no certificate that can be served (it ${why}): remove ${join(folder, 'self-signed')} to have one made, and give agents its fingerprint`;
  return { ok: false, fault };
}

/** Never half-made: of two who make one the folder takes the first. */
async function make(folder: string, names: readonly string[]): Promise<void> {
  // Whoever never makes one need not load what makes them.
  const { makeSelfSigned } = await import('./make-certificate.js');
  const { cert, key } = await makeSelfSigned(names, YEARS);
  const made = join(folder, `new-${randomUUID()}`);
  mkdirSync(made, { recursive: true, mode: 0o700 });
  writeFileSync(join(made, 'cert.pem'), cert, { mode: 0o644 });
  writeFileSync(join(made, 'key.pem'), key, { mode: 0o600 });
  try {
    renameSync(made, join(folder, 'self-signed'));
  } catch (error) {
    rmSync(made, { recursive: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
