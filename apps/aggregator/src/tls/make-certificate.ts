import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  type Extension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key, both PEM. */
export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
}

/** Where types of a browser are known too, they differ from those of Node. */
const CRYPTO = webcrypto as Parameters<typeof X509CertificateGenerator.create>[1];
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
/** Clocks of others may be behind. */
const BEFORE_MS = 86_400_000;
const YEAR_MS = 365 * 86_400_000;

const AUTHORITY = (): Extension[] => [
  new BasicConstraintsExtension(true, 0, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

/** An authority that signs certificates, known by nobody yet. */
export async function makeAuthority(name: string, years: number): Promise<CertificateAndKey> {
  const keys = await newKeys();
  const validity = validFor(years);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    { name: [{ CN: [name] }], keys, signingAlgorithm: SIGNING, ...validity, extensions: AUTHORITY() },
    CRYPTO,
  );
  return { cert: pemOf(certificate), key: await keyPemOf(keys) };
}

/** The certificate of a server with these names and addresses, signed by an authority: by it servers of a cluster know each other, too. */
export async function makeServerCertificate(
  authority: CertificateAndKey,
  hosts: readonly string[],
  years: number,
): Promise<CertificateAndKey> {
  const keys = await newKeys();
  const issuer = new X509Certificate(authority.cert);
  const certificate = await X509CertificateGenerator.create(
    {
      ...{ issuer: issuer.subject, subject: nameOf(hosts), ...validFor(years) },
      ...{ publicKey: keys.publicKey, signingKey: await readKey(authority.key), signingAlgorithm: SIGNING },
      extensions: [
        ...serverExtensions(hosts, [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      ],
    },
    CRYPTO,
  );
  return { cert: pemOf(certificate), key: await keyPemOf(keys) };
}

/** The certificate of a server with these names and addresses that nobody else signs. It is no authority: it stands for this server alone. */
export async function makeSelfSigned(hosts: readonly string[], years: number): Promise<CertificateAndKey> {
  const keys = await newKeys();
  // No key usages: as one that signs certificates it would be taken for an authority, and as none for one that did not sign itself.
  const extensions = serverExtensions(hosts, [ExtendedKeyUsage.serverAuth]);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    { name: nameOf(hosts), keys, signingAlgorithm: SIGNING, ...validFor(years), extensions },
    CRYPTO,
  );
  return { cert: pemOf(certificate), key: await keyPemOf(keys) };
}

function serverExtensions(hosts: readonly string[], usages: ExtendedKeyUsage[]): Extension[] {
  const names = hosts.map((value): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }));
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new ExtendedKeyUsageExtension(usages),
    new SubjectAlternativeNameExtension(names),
  ];
}

function nameOf(hosts: readonly string[]): { readonly CN: string[] }[] {
  return [{ CN: [hosts[0] ?? ''] }];
}

function validFor(years: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Date.now() - BEFORE_MS), notAfter: new Date(Date.now() + years * YEAR_MS) };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
}

function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), CURVE, false, ['sign']);
}

async function keyPemOf({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return `${PemConverter.encode(bytes, 'PRIVATE KEY')}\n`;
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
