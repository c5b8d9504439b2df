import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './reaper.js';

/** Folders of certificates for two sides that trust one authority, as Docker names their files. */
export interface Certificates {
  /** Holds ca.pem, cert.pem and key.pem of a server at 127.0.0.1. */
  readonly server: string;
  /** The same of one who may ask it. */
  readonly client: string;
}

/** Makes an authority and the certificates of both sides, by openssl. */
export function makeCertificates(): Certificates {
  const folder = temporaryDirectory('certificates');
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = (name: string): string[] => ['-newkey', 'rsa:2048', '-noenc', '-keyout', `${name}.key`];
  openssl('req', '-x509', ...key('ca'), '-subj', '/CN=weir test authority', '-days', '1', '-out', 'ca.pem');
  const side = (name: string, extensions: string): string => {
    writeFileSync(join(folder, `${name}.ext`), extensions);
    openssl('req', ...key(name), '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...authority, '-extfile', `${name}.ext`, '-out', `${name}.pem`);
    const own = join(folder, name);
    mkdirSync(own);
    renameSync(join(folder, `${name}.pem`), join(own, 'cert.pem'));
    renameSync(join(folder, `${name}.key`), join(own, 'key.pem'));
    execFileSync('cp', [join(folder, 'ca.pem'), own]);
    return own;
  };
  return {
    server: side('server', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n'),
    client: side('client', 'extendedKeyUsage=clientAuth\n'),
  };
}
