import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import type { Config } from '../config/config.js';
import { RENEW_BEFORE_MS } from '../config/tls-files.js';

const DAY_MS = 86_400_000;

/** The dashboard's files, and the certificate. */
export function examineFiles({ roles, dashboardDir, tls }: Config): readonly Finding[] {
  return [foundDashboard(roles.has('api'), dashboardDir), foundCertificate(tls)];
}

function foundDashboard(isServed: boolean, folder: string): Finding {
  if (!isServed) return foundUnknown('dashboard', 'is served by processes of the role api');
  return existsSync(join(folder, 'index.html'))
    ? foundWell('dashboard', `is in ${folder}`)
    : foundBroken('dashboard', `${folder} holds no index.html: run npm run build, or set WEIR_DASHBOARD_DIR`);
}

function foundCertificate(tls: Config['tls']): Finding {
  if (!tls)
    return foundUnknown('TLS', 'is not used: set WEIR_TLS_CERT_FILE and WEIR_TLS_KEY_FILE, or have a proxy in front');
  const leftMs = tls.pair.validUntil.getTime() - Date.now();
  const text = `the certificate in ${tls.certFile} ends ${tls.pair.validUntil.toISOString()}, in ${Math.floor(leftMs / DAY_MS)} days`;
  return leftMs <= RENEW_BEFORE_MS ? foundBroken('TLS', `${text}: renew it`) : foundWell('TLS', text);
}
