import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate that vouches for itself, and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const BOOLEAN_TRUE = Buffer.from([0x01, 0x01, 0xff]);
const VERSION_3 = Buffer.from([0xa0, 0x03, INTEGER, 0x01, 0x02]);
const COMMON_NAME = objectId('550403');
const ECDSA_WITH_SHA256 = tlv(SEQUENCE, objectId('2a8648ce3d040302'));
const BASIC_CONSTRAINTS = objectId('551d13');
const SUBJECT_ALT_NAME = objectId('551d11');
const LOOPBACK = Buffer.from([0x87, 0x04, 127, 0, 0, 1]);

/** Makes a certificate for 127.0.0.1 that is its own authority, as a new cluster's is: no tool has to be there for it. */
export function selfSigned(commonName: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const toSign = contents(commonName, publicKey);
  const signature = sign('sha256', toSign, privateKey);
  const certificate = tlv(SEQUENCE, toSign, ECDSA_WITH_SHA256, tlv(BIT_STRING, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function contents(commonName: string, publicKey: KeyObject): Buffer {
  const name = tlv(SEQUENCE, tlv(SET, tlv(SEQUENCE, COMMON_NAME, tlv(UTF8_STRING, Buffer.from(commonName)))));
  const validity = tlv(SEQUENCE, time('250101000000Z'), time('491231235959Z'));
  const extensions = tlv(
    SEQUENCE,
    tlv(SEQUENCE, BASIC_CONSTRAINTS, BOOLEAN_TRUE, tlv(OCTET_STRING, tlv(SEQUENCE, BOOLEAN_TRUE))),
    tlv(SEQUENCE, SUBJECT_ALT_NAME, tlv(OCTET_STRING, tlv(SEQUENCE, LOOPBACK))),
  );
  const serial = tlv(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return tlv(SEQUENCE, VERSION_3, serial, ECDSA_WITH_SHA256, name, validity, name, spki, tlv(0xa3, extensions));
}

function time(text: string): Buffer {
  return tlv(UTC_TIME, Buffer.from(text));
}

function objectId(hex: string): Buffer {
  return tlv(OBJECT_ID, Buffer.from(hex, 'hex'));
}

/** Tag, length, value: all that DER is. */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), value]);
}
