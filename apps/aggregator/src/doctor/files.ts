import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, foundBroken, foundUnknown, foundWell, isLoopback } from '@weir/model';
import type { Config } from '../config/config.js';
import { readTlsPair, RENEW_BEFORE_MS, type TlsPair } from '../config/tls-files.js';
import { fingerprintOf } from '../tls/fingerprint.js';
import { ownFiles } from '../tls/own-certificate.js';

const DAY_MS = 86_400_000;

/** The dashboard's files, and the certificate. */
export function examineFiles(config: Config): readonly Finding[] {
  return [foundDashboard(config.roles.has('api'), config.dashboardDir), foundCertificate(config)];
}

function foundDashboard(isServed: boolean, folder: string): Finding {
  if (!isServed) return foundUnknown('dashboard', 'is served by processes of the role api');
  return existsSync(join(folder, 'index.html'))
    ? foundWell('dashboard', `is in ${folder}`)
    : foundBroken('dashboard', `${folder} holds no index.html: run npm run build, or set WEIR_DASHBOARD_DIR`);
}

function foundCertificate({ tls, tlsFolder, httpHost }: Config): Finding {
  if (tls) return foundPair(tls.certFile, tls.pair);
  if (tlsFolder === null) {
    return isLoopback(httpHost)
      ? foundUnknown('TLS', `is not used: ${httpHost} is reached from this machine alone`)
      : foundUnknown('TLS', 'is not used, as WEIR_PLAIN_HTTP=true says: a proxy in front must speak HTTPS');
  }
  const files = ownFiles(tlsFolder);
  if (!existsSync(files.certFile))
    return foundUnknown('TLS', `a certificate is made in ${tlsFolder} at the first start`);
  const read = readTlsPair(files);
  if (read.ok) return foundPair(files.certFile, read.pair);
  return foundBroken('TLS', read.faults.map(({ remedy }) => `${files.certFile}: ${remedy}`).join('; '));
}

function foundPair(file: string, { cert, validUntil }: TlsPair): Finding {
  const leftMs = validUntil.getTime() - Date.now();
  const ends = `ends ${validUntil.toISOString()}, in ${Math.floor(leftMs / DAY_MS)} days`;
  const text = `the certificate in ${file} (${fingerprintOf(cert)}) ${ends}`;
  return leftMs <= RENEW_BEFORE_MS ? foundBroken('TLS', `${text}: renew it`) : foundWell('TLS', text);
}
