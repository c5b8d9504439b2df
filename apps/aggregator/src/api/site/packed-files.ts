import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { Logger } from '@nestjs/common';
import type { RequestHandler, Response } from 'express';

interface Packed {
  readonly body: Buffer;
  /** Letters and pictures are packed already. */
  readonly isGzip: boolean;
}

const pack = promisify(gzip);

/**
 * Answers files of a folder that never change from memory, packed once: with a busy fleet, each turn that reading and packing
 * them anew takes waits for others. What it does not have, or a client cannot unpack, is left to who comes next.
 */
export function packedFiles(directory: string, setHeaders: (response: Response) => void): RequestHandler {
  const files = new Map<string, Packed>();
  keepAll(directory, files).catch((error: unknown) => {
    new Logger('dashboard').warn(`files of ${directory} are read each time they are asked for: ${String(error)}`);
  });
  return (request, response, next) => {
    const file = request.method === 'GET' || request.method === 'HEAD' ? files.get(request.path) : undefined;
    if (!file || (file.isGzip && !request.acceptsEncodings('gzip'))) return next();
    setHeaders(response);
    response.type(extname(request.path)).vary('Accept-Encoding').set('Content-Length', String(file.body.length));
    if (file.isGzip) response.set('Content-Encoding', 'gzip');
    response.end(file.body);
  };
}

async function keepAll(directory: string, files: Map<string, Packed>): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isFile()) files.set(`/${entry.name}`, await packed(join(directory, entry.name)));
  }
}

async function packed(path: string): Promise<Packed> {
  const plain = await readFile(path);
  const small = await pack(plain, { level: constants.Z_BEST_COMPRESSION });
  return small.length < plain.length ? { body: small, isGzip: true } : { body: plain, isGzip: false };
}
