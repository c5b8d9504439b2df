import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { SettingFault } from '@weir/model';
import type { DockerAddress, DockerCertificates } from '../discover/docker-engine.js';
import { isSystemError } from '../procfs/files.js';

/** The variables that say where Docker is, as its own command-line client reads them; empty where not set. */
export interface DockerVariables {
  readonly host: string;
  readonly tlsVerify: string;
  readonly certPath: string;
}

/** An address, or what is wrong with the variables. */
export interface DockerAddressResult {
  readonly address: DockerAddress;
  readonly faults: readonly SettingFault[];
}

const PORT = { http: 2_375, https: 2_376 } as const;
const NOWHERE: DockerAddress = { socketPath: '' };

/**
 * Reads where Docker is: a socket, a pipe of Windows, or a host by TCP. As for Docker's client, DOCKER_TLS_VERIFY with
 * any value means TLS with certificates from DOCKER_CERT_PATH, or from `.docker` in the home folder.
 */
export function readDockerAddress({ host, tlsVerify, certPath }: DockerVariables): DockerAddressResult {
  const [, path] = /^(?:unix|npipe):\/\/(\/.+)$/.exec(host) ?? [];
  if (path !== undefined) return { address: { socketPath: path }, faults: [] };
  const [, scheme, rest = ''] = /^(tcp|https?):(\/\/.+)$/.exec(host) ?? [];
  // Of `https:` a URL would not show the port 443.
  const url = scheme !== undefined && URL.canParse(`tcp:${rest}`) ? new URL(`tcp:${rest}`) : null;
  if (!url || url.hostname === '') {
    return {
      address: NOWHERE,
      faults: [{ name: 'DOCKER_HOST', remedy: 'must be unix:///path, tcp://host:port or https://host:port' }],
    };
  }
  const protocol = scheme === 'https' || tlsVerify !== '' ? 'https' : 'http';
  const place = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || PORT[protocol]) };
  if (protocol === 'http') return { address: { protocol, ...place }, faults: [] };
  const { certificates, fault } = readCertificates(certPath, tlsVerify !== '');
  return {
    address: { protocol, ...place, ...certificates },
    faults: fault === null ? [] : [{ name: 'DOCKER_CERT_PATH', remedy: fault }],
  };
}

type Certificates = { readonly certificates: DockerCertificates; readonly fault: string | null };

/** With `https://` alone no certificates are needed: the system's authorities may know the engine. */
function readCertificates(certPath: string, isRequired: boolean): Certificates {
  if (certPath === '' && !isRequired) return { certificates: {}, fault: null };
  const folder = certPath === '' ? join(homedir(), '.docker') : certPath;
  const [ca, cert, key] = [readPem(folder, 'ca.pem'), readPem(folder, 'cert.pem'), readPem(folder, 'key.pem')];
  // An engine that asks for no certificate needs none.
  const hasNone = cert.problem === 'ENOENT' && key.problem === 'ENOENT';
  const unreadable = [ca, ...(hasNone ? [] : [cert, key])].find(({ problem }) => problem !== null);
  if (unreadable) {
    const fault = `must name a folder (by default .docker in the home folder) whose ca.pem, and cert.pem and key.pem where the engine asks for them, can be read: ${unreadable.name} cannot (${unreadable.problem})`;
    return { certificates: {}, fault };
  }
  const certificates = hasNone ? { ca: ca.pem } : { ca: ca.pem, cert: cert.pem, key: key.pem };
  return {
    certificates,
    fault: isUsable(certificates) ? null : 'must hold a cert.pem and the key.pem that belongs to it',
  };
}

interface Pem {
  readonly name: string;
  readonly pem: string;
  /** The system's code; null where it was read. */
  readonly problem: string | null;
}

function readPem(folder: string, name: string): Pem {
  try {
    return { name, pem: readFileSync(join(folder, name), 'utf8'), problem: null };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { name, pem: '', problem: error.code ?? 'unknown' };
  }
}

function isUsable(certificates: DockerCertificates): boolean {
  try {
    createSecureContext({ ...certificates });
    return true;
  } catch {
    return false;
  }
}
